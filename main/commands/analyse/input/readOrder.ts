import { readFileSync, statSync } from 'node:fs';
import { LineCounter, parseDocument } from 'yaml';
import type { Order } from '../../../../shared/domain/orders.ts';
import type { Limits } from '../../../../shared/domain/policy.ts';
import { err, ok } from '../../../../shared/domain/result.ts';
import type { Result } from '../../../../shared/domain/result.ts';
import { lineOfPath } from '../../../files/yaml.ts';
import { lineOfSyntaxError } from '../../../monitoring/streets/jsonLines.ts';
import { unreadable } from './fault.ts';
import type { Fault, InputFault } from './fault.ts';
import { orderFile } from './orderFile.ts';
import { firstIssue } from './schemaFault.ts';

/** Fifty zones of two thousand corners take about 5 MB. */
const MAX_BYTES = 16 * 1024 * 1024;

const parseOrder = (text: string, limits: Limits): Result<Order, Fault> => {
  let data: unknown = null;
  try {
    data = JSON.parse(text);
  } catch (error) {
    return err({ line: lineOfSyntaxError(text, error), field: 'order', message: 'is not valid JSON' });
  }
  // JSON is YAML; read as such it tells where things stand, and what JSON.parse hides: a key written twice.
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const twice = document.errors.find(({ code }) => code === 'DUPLICATE_KEY');
  if (twice !== undefined)
    return err({ line: lines.linePos(twice.pos[0]).line, field: 'order', message: 'a key is there twice' });
  const order = orderFile(limits).safeParse(data);
  if (order.success) return ok(order.data);
  const { path, field, message } = firstIssue(order.error, 'order');
  return err({ line: lineOfPath(document, lines, path), field, message });
};

/** Reads a protection order from a JSON file. `limits` are those of one that names none. */
export const readOrder = (file: string, limits: Limits): Result<Order, InputFault> => {
  let text = '';
  try {
    if (statSync(file).size > MAX_BYTES)
      return err({ file, line: null, field: 'file', message: `is larger than ${MAX_BYTES / 1024 / 1024} MB` });
    text = readFileSync(file, 'utf8').replace(/^\uFEFF/, '');
  } catch (thrown) {
    return err({ file, ...unreadable(thrown) });
  }
  const order = parseOrder(text, limits);
  return order.ok ? order : err({ file, ...order.error });
};
