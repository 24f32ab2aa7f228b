import { defineConfig } from 'vitest/config';
import { ShortestFirst } from './shortestFirst.ts';

export default defineConfig({
  test: {
    include: ['tests/unit/domain/**/*.test.ts'],
    environment: 'node',
    testTimeout: 60_000,
    setupFiles: ['tests/mutation/fewerRuns.ts'],
    env: { PROPERTY_SHARE: '0.1' },
    sequence: { sequencer: ShortestFirst },
  },
});
