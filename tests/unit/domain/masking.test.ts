import { expect, test } from 'vitest';
import { maskName } from '../../../src/domain/masking.ts';

test.each([
  ['张三丰', '张*丰'],
  ['张三', '张*'],
  ['欧阳小明', '欧**明'],
  ['张', '张'],
  ['', ''],
  [' 谢关明 ', '谢*明'],
  ['𠮷田三', '𠮷*三'],
])('the name %s is shown as %s', (name, shown) => {
  expect(maskName(name)).toBe(shown);
});
