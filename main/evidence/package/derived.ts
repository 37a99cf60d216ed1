import type { EvidenceData } from '../../../shared/protocol/evidence.ts';
import { canonical } from '../canonical.ts';
import { eidoOf } from './eido/eido.ts';
import { geoJsonOf } from './geojson.ts';
import { gpxOf } from './gpx.ts';
import type { FileName, Files } from './names.ts';
import { hasPositions } from './tracks.ts';
import { verifyText } from './verifyText.ts';

/**
 * Every file that follows from `record.json` and `seals.json` alone, byte for byte: whoever verifies a package makes them again. The
 * reports are not among them, since a new version of a font or of the PDF library draws other bytes.
 */
export const derivedFiles = (data: EvidenceData): Files => {
  const texts: readonly (readonly [FileName, string])[] = [
    ['VERIFY.txt', verifyText(data.record)],
    ['record.json', canonical(data.record)],
    ['seals.json', canonical(data.sealed)],
    ['incident.eido.json', canonical(eidoOf(data))],
    ...(hasPositions(data.sealed)
      ? ([
          ['positions.geojson', canonical(geoJsonOf(data))],
          ['positions.gpx', gpxOf(data)],
        ] as const)
      : []),
  ];
  return new Map(texts.map(([name, text]) => [name, Buffer.from(text)]));
};
