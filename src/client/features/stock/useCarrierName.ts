import { useTabletState } from '../../useTablet.tsx';

/** A tablet as people call it, with its number; the number alone for one that is no longer in use. */
export function useCarrierName(): (device: string) => string {
  const carriers = useTabletState((s) => s.catalogue?.carriers);
  return (device) => {
    const name = carriers?.find((one) => one.id === device)?.name;
    return name ? `${name} ${device}` : device;
  };
}
