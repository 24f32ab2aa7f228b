import { useCallback } from 'react';
import { useLocation, useNavigate } from 'react-router';

/** Goes back to where the person came from; to `fallback` when this screen was the first one opened. */
export function useBack(fallback: string): () => void {
  const navigate = useNavigate();
  const { key } = useLocation();
  return useCallback(() => {
    if (key === 'default') void navigate(fallback, { replace: true });
    else void navigate(-1);
  }, [navigate, key, fallback]);
}
