import { describe, expect, it } from 'vitest';
import { faultLine, unreadable } from '../../../../../../main/commands/analyse/input/fault.ts';

describe('faults of input files', () => {
  it('are one line that names file, line and field, whatever a name holds', () => {
    expect(faultLine({ file: 'a.csv', line: 3, field: 't', message: 'is late' })).toBe('a.csv:3: t: is late');
    expect(faultLine({ file: 'a\nb', line: null, field: '\u001B[1mt', message: 'x\r\ny' })).toBe('a b:  [1mt: x y');
  });

  it('are of the system, never a bug', () => {
    expect(unreadable(Object.assign(new Error('no'), { code: 'EACCES' })).message).toBe('cannot be read (EACCES)');
    const bug = new TypeError('undefined is not a function');
    expect(() => unreadable(bug)).toThrow(bug);
    const misuse = Object.assign(new Error('bad'), { code: 'ERR_INVALID_ARG_TYPE' });
    expect(() => unreadable(misuse)).toThrow(misuse);
  });
});
