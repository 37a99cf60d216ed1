import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';

const Permissions = z.record(z.string(), z.string());
const Workflow = z.object({
  permissions: Permissions,
  jobs: z.record(
    z.string(),
    z.object({
      permissions: Permissions.optional(),
      steps: z.array(z.object({ uses: z.string().optional(), run: z.string().optional() })),
    }),
  ),
});
const { permissions, jobs } = Workflow.parse(parse(readFileSync('.github/workflows/ci.yml', 'utf8')));
const scripts: unknown = JSON.parse(readFileSync('package.json', 'utf8'));

test('every action is one of GitHub’s own in one exact version', () => {
  const used = Object.values(jobs).flatMap(({ steps }) => steps.flatMap(({ uses }) => uses ?? []));
  expect(used.length).toBeGreaterThan(5);
  for (const each of used) expect(each).toMatch(/^actions\/[\w-]+@v\d+\.\d+\.\d+$/);
});

test('only the job that publishes may write', () => {
  expect(permissions).toEqual({ contents: 'read' });
  const writing = Object.entries(jobs).filter(([, job]) => Object.values(job.permissions ?? {}).includes('write'));
  expect(writing.map(([name]) => name)).toEqual(['publish']);
});

test('every script of npm that it runs is there', () => {
  const { scripts: known } = z.object({ scripts: z.record(z.string(), z.string()) }).parse(scripts);
  const runs = Object.values(jobs).flatMap(({ steps }) => steps.flatMap(({ run }) => run ?? []));
  const named = runs.flatMap((run) =>
    [...run.matchAll(/npm (?:run )?(test|package)\b/g)].map(([, name]) => name ?? ''),
  );
  expect(new Set(named)).toEqual(new Set(['test', 'package']));
  for (const name of named) expect(known).toHaveProperty(name);
});
