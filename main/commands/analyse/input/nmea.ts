import { err } from '../../../../shared/domain/result.ts';
import type { Decoder } from './decode.ts';
import { createLineCheck } from './lineCheck.ts';
import { lineDecoder } from './lines.ts';
import { joinInstants } from './nmeaInstants.ts';
import type { AccuracyRules } from './nmeaInstants.ts';
import { frameOf, readSentence } from './nmeaSentence.ts';
import type { Mark, TrackLine } from './trackLine.ts';

/**
 * NMEA 0183: a fix for each instant of RMC, GGA, GNS and GLL sentences, the day from RMC or ZDA. Garbled lines are refused one by one. What
 * a logger puts before a sentence is passed over. Sentences without a checksum are read in a file that has none; after the first checksum
 * one without is a sentence cut short.
 */
export const nmeaTrack = (rules: AccuracyRules, badLines_share: number): Decoder<TrackLine> =>
  lineDecoder((sink) => {
    const check = createLineCheck(badLines_share, sink);
    const instants = joinInstants(rules, sink);
    let [any, hasChecksums] = [false, false];

    const sentence = (text: string, line: number, prefixed: boolean): void => {
      any = true;
      check.seen();
      const frame = frameOf(text);
      if (frame.kind === 'none') return check.bad({ line, field: 'sentence', message: 'is no NMEA sentence' });
      hasChecksums ||= frame.kind !== 'unchecked';
      if (frame.kind === 'garbled') return check.bad({ line, field: 'checksum', message: 'is wrong' }, 'checksum');
      if (hasChecksums && frame.kind === 'unchecked')
        return check.bad({ line, field: 'checksum', message: 'is missing: the sentence is cut short' }, 'checksum');
      const read = readSentence(frame.body, line);
      if (read === null) return;
      if (!read.ok) return check.bad(read.error);
      if (read.value.kind === 'ZDA') return instants.date(read.value);
      const marks: readonly Mark[] = [
        ...(hasChecksums ? [] : (['without-checksum'] as const)),
        ...(prefixed ? (['prefixed'] as const) : []),
      ];
      instants.place(read.value, marks);
    };

    return {
      line: (text, line) => {
        // Two sentences stand on one line where the end of a line was lost.
        const [before = '', ...sentences] = text.split(/(?=\$)/);
        if (before.startsWith('$')) sentence(before, line, false);
        else if (sentences.length === 0) sentence(before.slice(Math.max(0, before.indexOf('!'))), line, false);
        const prefixed = before !== '' && !before.startsWith('$');
        for (const one of sentences) sentence(one, line, prefixed);
      },
      end: () => {
        instants.end();
        if (!any) sink(err({ line: null, field: 'sentence', message: 'no line of the file is an NMEA sentence' }));
        check.end();
      },
    };
  });
