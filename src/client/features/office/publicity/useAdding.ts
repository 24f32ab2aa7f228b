import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { addDays, type Day, monthOf } from '../../../../domain/calendar.ts';
import type { OpBodies } from '../../../../domain/op.ts';
import type { Rule } from '../../../../domain/rule.ts';
import type { RegisterHousehold } from '../../../../protocol/officeRegister.ts';
import type { RulesInForce } from '../../../../protocol/officeRules.ts';
import type { OfficeObjection } from '../../../../protocol/publicity.ts';
import { bodyOf, type DeedDraft, type DraftState, firstQuantity } from '../../score/deedDraft.ts';
import { postJson } from '../officeApi.ts';
import { useRemote } from '../useRemote.ts';

/** An entry that the answer to an objection records. */
export interface Added {
  readonly body: OpBodies['entry.record'];
  /** Of the household. */
  readonly head: string;
  /** Of the item. */
  readonly title: string;
}

/** The days of a month that are not to come. */
export function monthDays(month: string, today: Day): { readonly from: Day; readonly to: Day } {
  const from = `${month}-01`;
  const last = addDays(`${monthOf(addDays(from, 31))}-01`, -1);
  return { from, to: last < today ? last : today };
}

interface Adding {
  readonly home: RegisterHousehold | undefined;
  readonly homeProblem: string | undefined;
  /** The items of the village on the deed's day. */
  readonly rules: {
    readonly all: ReadonlyMap<string, Rule>;
    readonly problem: string | undefined;
    readonly reload: () => void;
  };
  readonly rule: Rule | undefined;
  readonly draft: DeedDraft;
  /** Undefined without a household or an item. */
  readonly state: DraftState | undefined;
  readonly choose: (rule: Rule | undefined) => void;
  readonly change: (change: Partial<DeedDraft>) => void;
  readonly set: {
    readonly household: string | undefined;
    readonly choose: (code: string | undefined) => void;
    readonly again: () => void;
  };
}

/** A deed that is being put together; the items are those of its day, and one that was off then is not to be had. */
export function useAdding(village: string, objection: OfficeObjection, today: Day): Adding {
  const { t } = useTranslation('publicity');
  const [household, setHousehold] = useState<string>();
  const [code, setCode] = useState<string>();
  const [draft, setDraft] = useState<DeedDraft>(() => ({
    ...{ quantity: 1, photos: [], date: monthDays(objection.month, today).to },
    note: t('objection.reason', { id: objection.id }),
  }));
  const one = useRemote(household ?? '', async () =>
    household === undefined ? undefined : postJson<RegisterHousehold>('/api/office/households/one', { household }),
  );
  const day = draft.date;
  const rules = useRemote(`${village} ${day}`, () =>
    postJson<RulesInForce>('/api/office/rules/in-force', { village, day }),
  );
  const home = one.data?.code === household ? one.data : undefined;
  const all = new Map((rules.data?.day === day ? rules.data.rules : []).map((rule) => [rule.code, rule]));
  const found = code === undefined ? undefined : all.get(code);
  const rule = found?.enabled ? found : undefined;
  return {
    home,
    homeProblem: household === undefined ? undefined : one.problem,
    rules: { all, problem: rules.problem, reload: rules.reload },
    rule,
    draft,
    state: rule && home ? bodyOf(draft, rule, home.code, undefined) : undefined,
    choose: (next) => {
      setCode(next?.code);
      if (next === undefined) return;
      const { date, note, photos } = draft;
      setDraft({ date, note, photos, quantity: firstQuantity(next) });
    },
    change: (part) => setDraft((before) => ({ ...before, ...part })),
    set: {
      household,
      choose: (next) => {
        setHousehold(next);
        // Whose deed it was is chosen among the members of a household.
        setDraft(({ member: _, ...rest }) => rest);
      },
      again: one.reload,
    },
  };
}
