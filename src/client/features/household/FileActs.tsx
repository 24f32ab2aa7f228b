import { Gift, Minus, Plus } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { mayRecord } from '../../../domain/role.ts';
import { Button } from '../../ui/Button.tsx';
import { useTabletState } from '../../useTablet.tsx';

/** The acts of a file, under the thumb: 加分 减分 兑换. */
export function FileActs({ code }: { code: string }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const role = useTabletState((s) => s.user?.role);
  const kind = useTabletState((s) => s.device?.kind);
  const may = (op: 'entry.record' | 'redemption.record') =>
    role !== undefined && kind !== undefined && mayRecord(role, kind, op);
  const scores = may('entry.record');
  return (
    <div className="flex gap-2">
      {scores ? (
        <>
          <Button
            look="primary"
            size="bar"
            icon={Plus}
            className="flex-auto"
            onClick={() => void navigate(`/households/${code}/score`)}
          >
            {t('file.plus')}
          </Button>
          <Button
            look="dangerQuiet"
            size="bar"
            icon={Minus}
            className="flex-auto"
            onClick={() => void navigate(`/households/${code}/score?kind=minus`)}
          >
            {t('file.minus')}
          </Button>
        </>
      ) : null}
      {may('redemption.record') ? (
        <Button
          size="bar"
          icon={Gift}
          className="flex-auto"
          onClick={() => void navigate(`/households/${code}/redeem`)}
        >
          {t('file.redeem')}
        </Button>
      ) : null}
    </div>
  );
}
