import { expect, test } from 'vitest';
import { endsOf } from '../../../../renderer/ui/BothEnds.tsx';

test.each([
  ['홍길동', '', '홍길동'],
  ['가해자 전가명', '가해자', ' 전가명'],
  ['배경 피해자 123', '배경 피해자', ' 123'],
  ['Alexandrowna-Konstantinopolskaja', 'Alexandrowna-Konstantinopolsk', 'aja'],
  ['김 알렉산드라콘스탄티노바', '김 알렉산드라콘스탄', '티노바'],
])('L15: of %s the end stays whole, and the surname’s beginning is cut last', (name, head, tail) => {
  expect(endsOf(name)).toEqual({ head, tail });
});
