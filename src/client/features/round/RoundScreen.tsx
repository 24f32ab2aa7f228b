import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { LoadingRows } from '../../ui/Loading.tsx';
import { useTabletState } from '../../useTablet.tsx';
import { rulesOf } from '../household/rules.ts';
import { useToday } from '../household/useToday.ts';
import { RoundEnd } from './RoundEnd.tsx';
import { RoundSetup } from './RoundSetup.tsx';
import { RoundStep } from './RoundStep.tsx';
import { roundStore, startRound, stopRound } from './roundStore.ts';

/** 本周评分: one item, household after household, by the list or by scanning. */
export default function RoundScreen() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const catalogue = useTabletState((s) => s.catalogue);
  const user = useTabletState((s) => s.user);
  const today = useToday();
  const round = roundStore((s) => s.round);
  const home = () => void navigate('/');
  if (!catalogue || !user) return <LoadingRows rows={5} label={t('loading')} />;

  const village = catalogue.grids.find((g) => g.code === user.grid)?.village ?? user.village ?? '';
  const rules = rulesOf(catalogue, village, today);
  const rule = round ? rules.get(round.rule) : undefined;
  if (!round || !rule) return <RoundSetup rules={rules} today={today} onStart={startRound} onBack={home} />;
  const code = round.codes[round.at];
  if (code === undefined) {
    return (
      <RoundEnd
        scored={round.scored.size}
        skipped={round.skipped.size}
        onAgain={stopRound}
        onHome={() => {
          stopRound();
          home();
        }}
      />
    );
  }
  return (
    <RoundStep
      key={code}
      round={round}
      rule={rule}
      code={code}
      today={today}
      onStop={() => {
        stopRound();
        home();
      }}
    />
  );
}
