import { expect, test } from 'vitest';
import { faultOf } from '../../bot/fault.ts';
import { parseYaml } from '../../knowledge/index.ts';

test('the log holds of a fault of YAML where it is, and none of the lines of the file', () => {
  const fault = new Error('YAMLParseError');
  fault.stack = `YAMLParseError: Nested mappings are not allowed at line 2, column 8:\n\njudul: Penanganan: Budi Santoso\n       ^\n    at parse (file:///x.ts:1:2)`;
  expect(faultOf(fault)).toMatch(/line 2, column 8[\s\S]*at parse/u);
  expect(faultOf(fault)).not.toContain('Budi');
  expect(() => parseYaml('judul: Penanganan: Budi Santoso')).toThrow(/^(?![\s\S]*Budi)/u);
});
