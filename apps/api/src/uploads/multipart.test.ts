import { describe, expect, test } from 'vitest';
import { boundaryOf, MultipartError, readParts } from './multipart.ts';

/** A form as the platform writes it. */
async function written(form: FormData): Promise<{ body: Buffer<ArrayBuffer>; boundary: string }> {
  const response = new Response(form);
  const body = Buffer.from(await response.arrayBuffer());
  return { body, boundary: boundaryOf(response.headers.get('content-type')!)! };
}

const body = (...lines: string[]): Buffer<ArrayBuffer> => Buffer.from(lines.join('\r\n'));
const field = 'Content-Disposition: form-data; name="file"; filename="a.xlsx"';

describe('a form', () => {
  test('gives the fields and files that the platform wrote, byte for byte', async () => {
    const bytes = Uint8Array.from({ length: 70_000 }, (_, index) => (index * 7_919) % 256);
    const tricky = Buffer.from('\r\n--\r\n\r\n------\r\n');
    const form = new FormData();
    form.append('note', 'año "2025"\r\nsegunda línea');
    form.append('file', new File([bytes], 'año "2025".xlsx'));
    form.append('empty', new File([], 'empty.bin'));
    form.append('tricky', new File([tricky], 'C:\\Temp\\t.bin'));
    const { body: bytesWritten, boundary } = await written(form);
    const parts = readParts(bytesWritten, boundary);
    expect(parts.map(({ name, filename }) => [name, filename])).toEqual([
      ['note', null],
      ['file', 'año "2025".xlsx'],
      ['empty', 'empty.bin'],
      ['tricky', 'C:\\Temp\\t.bin'],
    ]);
    expect(parts[0]!.content.toString()).toBe('año "2025"\r\nsegunda línea');
    expect(parts[1]!.content.equals(bytes)).toBe(true);
    expect(parts[2]!.content).toHaveLength(0);
    expect(parts[3]!.content.equals(tricky)).toBe(true);
  });

  test('is read without copying what it holds', async () => {
    const form = new FormData();
    form.append('file', new File(['x'.repeat(100)], 'a'));
    const { body: bytes, boundary } = await written(form);
    expect(readParts(bytes, boundary)[0]!.content.buffer).toBe(bytes.buffer);
  });

  test('may have words before it, blanks after a delimiter, and quotes as curl writes them', () => {
    const curl = 'content-disposition: form-data; name=file; filename="a\\"b\\\\c.xlsx"';
    const parts = readParts(
      body('preamble', '--b \t', curl, 'Content-Type: x/y', '', 'content', '--b--', 'epilogue'),
      'b',
    );
    expect(parts).toEqual([{ name: 'file', filename: 'a"b\\c.xlsx', content: Buffer.from('content') }]);
  });

  test('without parts has none', () => {
    expect(readParts(body('--b--', ''), 'b')).toEqual([]);
  });

  test.each([
    ['is empty', body('')],
    ['lacks its boundary', body('--c', field, '', 'x', '--c--')],
    ['stops in its headers', body('--b', field)],
    ['stops in its content', body('--b', field, '', 'content')],
    ['has a part without a name', body('--b', 'Content-Type: x/y', '', 'x', '--b--')],
    ['has a part without headers', body('--b', '', 'x', '--b--')],
    ['goes on after a delimiter', body('--bnonsense', field, '', 'x', '--b--')],
    ['has headers without end', body('--b', `${field}${'x'.repeat(10_000)}`, '', 'x', '--b--')],
    [
      'has parts without end',
      Buffer.from(`${body('--b', field, '', '').toString()}\r\n`.repeat(21) + '--b--'),
    ],
  ])('that %s is refused', (_what, bytes) => {
    expect(() => readParts(bytes, 'b')).toThrow(MultipartError);
  });
});

test.each([
  ['multipart/form-data; boundary=abc', 'abc'],
  ['Multipart/Form-Data; charset=utf-8; boundary="a b:c"', 'a b:c'],
  ['multipart/form-data', null],
  ['multipart/form-data; boundary=', null],
  [`multipart/form-data; boundary=${'x'.repeat(71)}`, null],
  ['multipart/mixed; boundary=abc', null],
  ['', null],
])('the boundary of %j is %j', (contentType, boundary) => {
  expect(boundaryOf(contentType)).toBe(boundary);
});
