import { useMemo, useState } from 'react';
import type { Goods } from '../../../domain/op.ts';

export interface GoodsFilter {
  readonly query: string;
  readonly setQuery: (query: string) => void;
  readonly category: string | undefined;
  readonly setCategory: (category: string | undefined) => void;
  readonly categories: readonly string[];
  readonly shown: readonly Goods[];
}

/** The goods on the shelf by category and by what was typed: a part of the name or number, or the whole barcode. */
export function useGoodsFilter(goods: readonly Goods[]): GoodsFilter {
  const [query, setQuery] = useState('');
  const [category, setCategory] = useState<string>();
  const categories = useMemo(() => [...new Set(goods.map((g) => g.category))], [goods]);
  const text = query.trim().toLowerCase();
  const shown = goods.filter(
    (g) =>
      (category === undefined || g.category === category) &&
      (text === '' || g.name.toLowerCase().includes(text) || g.sku.toLowerCase().includes(text) || g.barcode === text),
  );
  return { query, setQuery, category, setCategory, categories, shown };
}
