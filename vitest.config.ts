import { defineConfig } from 'vitest/config';

/** Unit tests (pure, no database) and server tests (real PostgreSQL) are separate projects so each can run alone. */
export default defineConfig({
  test: {
    projects: [
      { test: { name: 'unit', include: ['tests/unit/**/*.test.ts'], environment: 'node' } },
      {
        test: {
          name: 'server',
          include: ['tests/server/**/*.test.ts'],
          environment: 'node',
          testTimeout: 120_000,
          hookTimeout: 120_000,
          globalSetup: ['tests/server/support/postgres.ts'],
        },
      },
    ],
  },
});
