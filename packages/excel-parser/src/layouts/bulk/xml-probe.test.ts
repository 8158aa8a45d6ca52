import { describe, expect, it } from 'vitest';
import { buildBulkXml } from '../../testing/index.ts';
import { isBulkXml } from './xml-probe.ts';

const DOCTYPE = '<!DOCTYPE mas [<!ENTITY a "b">]>\n';

describe('the first bytes of an XML', () => {
  it.each(['iso-8859-1', 'utf-8'] as const)('tell that companies file it: %s', (encoding) => {
    expect(isBulkXml(buildBulkXml({ format: '1001', records: 2_000, encoding }).bytes)).toBe(true);
  });

  it('tell it of a file that is cut, and of one smaller than what is looked at', () => {
    const { bytes } = buildBulkXml({ format: '1003', records: 1 });
    expect(isBulkXml(bytes)).toBe(true);
    expect(isBulkXml(bytes.subarray(0, 400))).toBe(true);
  });

  it('tell it in UTF-16', () => {
    const text = '\uFEFF<?xml version="1.0" encoding="utf-16"?><mas><Cab/></mas>';
    expect(isBulkXml(Buffer.from(text, 'utf16le'))).toBe(true);
  });

  it.each(['<factura><mas/></factura>', '<?xml version="1.0"?>', `<!--${' '.repeat(70_000)}--><mas/>`])(
    'tell of anything else that it is not: %.30s',
    (text) => {
      expect(isBulkXml(Buffer.from(text))).toBe(false);
    },
  );

  it('are refused with a document type', () => {
    const { bytes } = buildBulkXml({ format: '1001', prolog: DOCTYPE });
    expect(() => isBulkXml(bytes)).toThrow(expect.objectContaining({ code: 'unsafe_workbook' }));
  });
});
