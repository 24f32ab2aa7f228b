import { Play, UsersRound } from 'lucide-react';
import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Day } from '../../../domain/calendar.ts';
import type { Rule } from '../../../domain/rule.ts';
import { Button } from '../../ui/Button.tsx';
import { Choice } from '../../ui/Choice.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { LoadingRows } from '../../ui/Loading.tsx';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { Screen } from '../../ui/Screen.tsx';
import { useTablet, useTabletState } from '../../useTablet.tsx';
import { useDirectory } from '../household/useDirectory.ts';
import { RulePicker } from '../score/RulePicker.tsx';
import { scoredThisWeek } from './scoredThisWeek.ts';

interface Props {
  readonly rules: ReadonlyMap<string, Rule>;
  readonly today: Day;
  readonly onStart: (rule: string, codes: readonly string[]) => void;
  readonly onBack: () => void;
}

/** Which item, which households: then door by door. */
export function RoundSetup({ rules, today, onStart, onBack }: Props) {
  const { t } = useTranslation();
  const tablet = useTablet();
  const user = useTabletState((s) => s.user);
  const directory = useDirectory();
  const [rule, setRule] = useState<Rule>();
  const [who, setWho] = useState<'open' | 'every'>('open');
  const [done, setDone] = useState<ReadonlySet<string>>();
  const households = useMemo(() => {
    const grids = user?.grid ? [user.grid] : (user?.grids ?? []);
    const home = directory.filter((row) => row.status === 'active' && row.ended === undefined);
    return home.filter((row) => grids.includes(row.grid)).map((row) => row.code);
  }, [directory, user]);

  useEffect(() => {
    if (!rule) return;
    let current = true;
    setDone(undefined);
    scoredThisWeek(tablet, households, rule.code, today).then(
      (codes) => {
        if (current) setDone(codes);
      },
      () => {
        // Unknown who was scored: offer everyone, the cap says it at the door.
        if (current) setDone(new Set());
      },
    );
    return () => {
      current = false;
    };
  }, [tablet, households, rule, today]);

  const header = (
    <PageHeader
      title={t('round.title')}
      subtitle={rule?.title ?? t('round.chooseRule')}
      back={{ label: t('act.back'), onBack: rule ? () => setRule(undefined) : onBack }}
    />
  );
  if (households.length === 0) {
    return (
      <Screen header={header}>
        <EmptyState icon={UsersRound} title={t('round.noHouseholds')} />
      </Screen>
    );
  }
  if (!rule) {
    return (
      <div className="flex h-full flex-col">
        {header}
        <div className="min-h-0 flex-1 overflow-y-auto overscroll-contain">
          <RulePicker rules={rules} kind="plus" onChoose={setRule} />
        </div>
      </div>
    );
  }
  if (!done) {
    return (
      <Screen header={header}>
        <LoadingRows rows={3} label={t('loading')} />
      </Screen>
    );
  }
  const open = households.filter((code) => !done.has(code));
  const codes = who === 'open' ? open : households;
  return (
    <Screen
      header={header}
      footer={
        <Button
          look="primary"
          size="lg"
          icon={Play}
          block
          disabled={codes.length === 0}
          onClick={() => onStart(rule.code, codes)}
        >
          {t('round.start', { count: codes.length })}
        </Button>
      }
    >
      <Choice
        legend={t('round.who')}
        columns={2}
        value={who}
        onChange={setWho}
        options={[
          { value: 'open', label: t('round.onlyOpen'), detail: t('list.count', { count: open.length }) },
          { value: 'every', label: t('round.everyone'), detail: t('list.count', { count: households.length }) },
        ]}
      />
      {codes.length === 0 ? <p className="text-lg">{t('round.none')}</p> : null}
    </Screen>
  );
}
