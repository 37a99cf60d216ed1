import * as ids from '../../shared/domain/ids.ts';

/** Ids from short texts, checked by their own schemas. */
export const orderId = (text: string): ids.OrderId => ids.OrderId.parse(text);
export const personId = (text: string): ids.PersonId => ids.PersonId.parse(text);
export const deviceId = (text: string): ids.DeviceId => ids.DeviceId.parse(text);
export const zoneId = (text: string): ids.ZoneId => ids.ZoneId.parse(text);
export const incidentId = (text: string): ids.IncidentId => ids.IncidentId.parse(text);
export const alertId = (text: string): ids.AlertId => ids.AlertId.parse(text);
export const unitId = (text: string): ids.UnitId => ids.UnitId.parse(text);
export const placeId = (text: string): ids.PlaceId => ids.PlaceId.parse(text);
export const operatorId = (text: string): ids.OperatorId => ids.OperatorId.parse(text);
export const consoleId = (text: string): ids.ConsoleId => ids.ConsoleId.parse(text);
export const leaseId = (text: string): ids.LeaseId => ids.LeaseId.parse(text);
export const commandId = (text: string): ids.CommandId => ids.CommandId.parse(text);
export const handle = (value: number): ids.Handle => ids.Handle.parse(value);
export const seq = (value: number): ids.Seq => ids.Seq.parse(value);
