import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

/** The rooms of the rules and of the sync, whose coverage is guarded. */
const ROOMS = [
  'src/domain',
  'src/protocol',
  ...['journal', 'cache', 'sync', 'engine'].map((room) => `src/client/${room}`),
  ...['ingest', 'feed'].map((room) => `src/server/${room}`),
];

/** Files at a time: on a machine of two cores both, where Vitest alone would use one. */
const maxWorkers = Math.max(2, availableParallelism() - 1);

/** Unit (pure), server (real PostgreSQL), simulator and browser tests (real Chromium) are projects, so that each can run alone. */
export default defineConfig({
  test: {
    coverage: {
      provider: 'v8',
      include: ROOMS.map((room) => `${room}/**`),
      // Each room on its own: a well-tried one does not make up for another.
      thresholds: Object.fromEntries(ROOMS.map((room) => [`${room}/**`, { lines: 95, branches: 95 }])),
    },
    projects: [
      {
        test: {
          name: 'unit',
          include: ['tests/unit/**/*.test.{ts,tsx}'],
          environment: 'node',
          testTimeout: 60_000,
          maxWorkers,
        },
      },
      {
        test: {
          name: 'server',
          include: ['tests/server/**/*.test.{ts,tsx}'],
          environment: 'node',
          testTimeout: 240_000,
          hookTimeout: 240_000,
          maxWorkers,
          globalSetup: ['tests/server/support/postgres.ts'],
        },
      },
      {
        test: {
          name: 'sim',
          include: ['tests/sim/**/*.test.ts'],
          environment: 'node',
          testTimeout: 900_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: 'e2e',
          // What a person would wait for, not a second.
          expect: { poll: { timeout: 20_000 } },
          include: ['tests/e2e/**/*.e2e.test.{ts,tsx}'],
          environment: 'node',
          testTimeout: 300_000,
          hookTimeout: 300_000,
          maxWorkers,
          globalSetup: ['tests/e2e/support/globalSetup.ts'],
        },
      },
    ],
  },
});
