import type { OpBodies } from '../../../../domain/op.ts';
import type { ForeseenAll } from '../../../../protocol/officeCaseWork.ts';
import { postJson } from '../officeApi.ts';
import { type Remote, useRemote } from '../useRemote.ts';

type Decide = OpBodies['case.decide'];

/** What decisions would do to points now. Nothing is changed by asking. @throws OfficeError */
export function foreseeCases(decisions: readonly Decide[]): Promise<ForeseenAll> {
  return postJson<ForeseenAll>('/api/office/cases/foresee', { decisions });
}

/** What decisions would do, asked anew when they change. */
export function useForesight(decisions: readonly Decide[]): Remote<ForeseenAll | undefined> {
  return useRemote(JSON.stringify(decisions), async () =>
    decisions.length === 0 ? undefined : foreseeCases(decisions),
  );
}

/** Whether two looks at the same decisions show the same: verdicts, and points before and after. */
export function sameForesight(a: ForeseenAll, b: ForeseenAll): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
