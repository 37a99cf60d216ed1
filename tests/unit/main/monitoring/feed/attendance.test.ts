import { describe, expect, it } from 'vitest';
import { createAttendanceWatch } from '../../../../../main/monitoring/feed/attendance.ts';
import { OperatorId } from '../../../../../shared/domain/ids.ts';

const KIM = OperatorId.parse('kim');
const LEE = OperatorId.parse('lee');
const open = { locked: false, sounds: true };

/** A watch over two operators on a clock that the test moves, looked at once a second. */
const start = () => {
  let now_ms = 5_000_000;
  let signedIn: ReadonlySet<OperatorId> = new Set([KIM, LEE]);
  const watch = createAttendanceWatch({
    elapsed_ms: () => now_ms,
    unheardAfter_s: 20,
    operators: [KIM, LEE],
    signedIn: () => signedIn,
  });
  watch.look();
  return {
    watch,
    sign: (...operators: readonly OperatorId[]) => {
      signedIn = new Set(operators);
    },
    /** Lets seconds pass; `each` is what is heard in each of them. */
    pass: (seconds: number, each: () => void = () => undefined) => {
      for (let s = 0; s < seconds; s += 1) {
        now_ms += 1000;
        each();
        watch.look();
      }
    },
    /** The server itself stands still. */
    sleep: (seconds: number) => {
      now_ms += seconds * 1000;
    },
  };
};

describe('whether an operator is at their desk', () => {
  it('is told by what their console says: 20 s of silence are a desk that is gone, however it went', () => {
    const { watch, pass } = start();
    pass(19, () => watch.heard(LEE, open));
    expect([watch.of(KIM).desk, watch.of(LEE).desk]).toEqual(['attended', 'attended']);
    pass(1, () => watch.heard(LEE, open));
    expect([watch.of(KIM).desk, watch.of(LEE).desk]).toEqual(['unheard', 'attended']);
    watch.heard(KIM, open);
    expect(watch.look()).toBe(true);
    expect([watch.of(KIM).desk, watch.look()]).toEqual(['attended', false]);
  });

  it('says at once who has signed out, and who has locked their desk and is still heard', () => {
    const { watch, pass, sign } = start();
    watch.heard(KIM, { locked: true, sounds: true });
    expect([watch.look(), watch.of(KIM).desk]).toEqual([true, 'locked']);
    pass(25, () => watch.heard(KIM, { locked: true, sounds: true }));
    expect(watch.of(KIM).desk).toBe('locked');
    sign(LEE);
    expect([watch.look(), watch.of(KIM).desk]).toEqual([true, 'signed-out']);
  });

  it('is told apart from whether an alarm is heard there: a locked desk that cannot sound reaches nobody', () => {
    const { watch } = start();
    watch.heard(KIM, { locked: false, sounds: false });
    expect([watch.look(), watch.of(KIM)]).toEqual([true, { desk: 'attended', sounds: false }]);
    expect(watch.states()[0]).toEqual({ operatorId: KIM, desk: 'attended', sounds: false });
    watch.heard(KIM, { locked: true, sounds: false });
    expect([watch.look(), watch.of(KIM).desk]).toEqual([true, 'locked-silent']);
    watch.heard(KIM, open);
    expect([watch.look(), watch.of(KIM)]).toEqual([true, { desk: 'attended', sounds: true }]);
  });

  it('gives everybody the time after a start, and holds no pause of the server itself against them', () => {
    const { watch, pass, sleep } = start();
    pass(10);
    sleep(3600);
    watch.look();
    pass(6);
    expect(watch.of(KIM).desk).toBe('attended');
    pass(1);
    expect(watch.of(KIM).desk).toBe('unheard');
  });

  it('misses a desk also where the server is held up again and again', () => {
    const { watch, sleep } = start();
    const looks = [1, 2, 3, 4, 5, 6, 7].map(() => {
      sleep(10);
      watch.heard(LEE, open);
      watch.look();
      return watch.of(KIM).desk;
    });
    expect([looks.indexOf('unheard'), watch.of(LEE).desk]).toEqual([6, 'attended']);
  });
});
