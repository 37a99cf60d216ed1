import { expect, it } from 'vitest';
import { thirdPartyNotices } from '../../../../tools/packaging/notices.ts';

const MIT = { name: 'left', version: '1.0.0', identifier: 'MIT', text: 'Permission is hereby granted' };

it('names each package with its version, its licence and the licence’s text', () => {
  const notices = thirdPartyNotices([MIT, { name: 'right', version: '2.0.0', identifier: 'ISC' }]);
  expect(notices).toContain('left 1.0.0 (MIT)\n\nPermission is hereby granted');
  expect(notices).toContain('right 2.0.0 (ISC)\n\nIt brings no licence file; its package.json states: ISC');
});

it('makes no notices for a package that states no licence', () => {
  expect(() => thirdPartyNotices([MIT, { name: 'odd', version: '1.0.0' }])).toThrow('odd states no licence');
});
