import { join } from 'node:path';
import { readFile } from 'node:fs/promises';
import { DISPATCHER, respond, signIn, signOut, SUPERVISOR, reviewAndClose } from '../e2e/flow.ts';
import { scenarioFile } from '../e2e/posting.ts';
import { exec } from '../../tools/exec.ts';
import { exportEvidence } from './evidence.ts';
import { ELECTRON, evaluateInMain, inspectorAddress, withInspector } from './inspector.ts';
import { expect, test } from './packages.ts';

/*
 * A package carries its typefaces compressed in its archive, and draws its reports in a thread whose code lies there too: neither is so in a
 * checkout.
 */

const OFFENDER = '가해자 전가명';

test('evidence is exported from a package, with both reports, and it verifies @long', async ({
  marked,
  open,
  dataDir,
}) => {
  const file = join(dataDir, 'evidence.zip');
  await withInspector(marked, async (binary) => {
    const { page, started } = await open(marked, {
      binary,
      args: ['--inspect=0', '--scenario', scenarioFile('approach')],
    });
    await expect.poll(started.output).toContain('Monitoring server: ');
    // The system's dialog is answered for the operator; the rest is the product's own.
    const saved = JSON.stringify({ canceled: false, filePath: file });
    const answer = `${ELECTRON}.dialog.showSaveDialog = async () => (${saved}); 'answered'`;
    expect(await evaluateInMain(inspectorAddress(started.output()), answer)).toBe('answered');
    await signIn(page, DISPATCHER);
    await respond(page, OFFENDER);
    await signOut(page);
    await signIn(page, SUPERVISOR);
    await reviewAndClose(page, OFFENDER, () => exportEvidence(page, file));
  });
  const verified = await exec('node', ['main/cli.ts', 'verify', file]);
  expect(verified.code, verified.output).toBe(0);
  const listed = (await readFile(file)).toString('latin1');
  for (const report of ['ko.pdf', 'en.pdf']) expect(listed).toContain(report);
});
