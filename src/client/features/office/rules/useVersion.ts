import type { FrameworkResponse, RuleVersionResponse } from '../../../../protocol/officeRules.ts';
import { postJson } from '../officeApi.ts';
import { type Remote, useRemote } from '../useRemote.ts';

/** One version with its items; nothing for number 0, which is no version. */
export function useVersion(village: string | null, version: number): Remote<RuleVersionResponse | null> {
  return useRemote(`rules ${village ?? ''} ${version}`, async () =>
    version === 0 ? null : postJson<RuleVersionResponse>('/api/office/rules/version', { village, version }),
  );
}

/** The framework on which an overlay of a day stands; nothing for the town, whose rules it is. */
export function useFramework(village: string | null, day: string): Remote<FrameworkResponse | null> {
  return useRemote(`framework ${village ?? ''} ${day}`, async () =>
    village === null || day === '' ? null : postJson<FrameworkResponse>('/api/office/rules/framework', { day }),
  );
}
