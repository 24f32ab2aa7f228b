import { useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Day } from '../../../domain/calendar.ts';
import type { Rule } from '../../../domain/rule.ts';
import type { Verdict } from '../../../domain/verdict.ts';
import type { FileView } from '../../engine/tablet.ts';
import { useFormGuard } from '../../pwa/formGuard.ts';
import { signed } from '../../ui/Points.tsx';
import { showToast } from '../../ui/toastStore.ts';
import { useTablet } from '../../useTablet.tsx';
import { useScanned } from '../household/scanned.ts';
import { useRecord } from '../household/useRecord.ts';
import { bodyOf, type DeedDraft, type DraftState, newDraft } from './deedDraft.ts';
import { noteUse } from './usage.ts';

interface Deed {
  readonly draft: DeedDraft;
  readonly state: DraftState;
  readonly verdict: Verdict | undefined;
  readonly busy: boolean;
  /** Why it was not saved, in words. */
  readonly error: string | undefined;
  readonly change: (change: Partial<DeedDraft>) => void;
  /** Saves; true when it is durable. */
  readonly save: () => Promise<boolean>;
}

/** One deed being scored: the draft, what the judge on this device says of it, and its saving with the way back. */
export function useDeed(view: FileView, rule: Rule, today: Day): Deed {
  const { t } = useTranslation();
  const tablet = useTablet();
  const record = useRecord();
  const household = view.file.code;
  const card = useScanned(household)?.card;
  const [draft, setDraft] = useState(() => newDraft(rule, today));
  const [verdict, setVerdict] = useState<Verdict>();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string>();
  const saving = useRef(false);
  const state = useMemo(() => bodyOf(draft, rule, household, card), [draft, rule, household, card]);
  useFormGuard(draft.note !== '' || draft.photos.length > 0);

  useEffect(() => {
    if (!state.ready) {
      setVerdict(undefined);
      return;
    }
    let current = true;
    tablet.preview('entry.record', state.body).then(
      (said) => {
        if (current) setVerdict(said);
      },
      () => {
        // Without a preview the deed can still be saved: the server judges it anyway.
        if (current) setVerdict(undefined);
      },
    );
    return () => {
      current = false;
    };
  }, [tablet, state]);

  const undo = async (entry: string) => {
    const taken = await record('entry.reverse', { household, entry, reason: t('score.undoReason'), undo: true });
    if (taken.ok) showToast(t('score.undone'));
    else showToast(taken.words, 'danger');
  };

  const save = async () => {
    if (!state.ready || saving.current) return false;
    saving.current = true;
    setBusy(true);
    const saved = await record('entry.record', state.body);
    saving.current = false;
    setBusy(false);
    if (!saved.ok) {
      setError(saved.words);
      return false;
    }
    noteUse(rule.code, Date.now());
    if (saved.preview.outcome === 'held') {
      showToast(t('score.savedHeld'), 'waiting');
    } else {
      const text = t('score.saved', { points: signed(state.body.points), title: rule.title });
      showToast(text, 'good', { label: t('act.undo'), run: () => void undo(saved.ref) });
    }
    return true;
  };

  return {
    draft,
    state,
    verdict,
    busy,
    error,
    change: (change) => {
      setError(undefined);
      setDraft((before) => ({ ...before, ...change }));
    },
    save,
  };
}
