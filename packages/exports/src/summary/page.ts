import PdfDocument from 'pdfkit';

const INK = '#1b2430';
const SOFT = '#5b6675';
const BRAND = '#1f3a5f';
const LINE = '#d5dbe3';
const BAND = '#f3f6fa';
const MARGIN = 50;
const FOOTER = 36;
const LEADING = 2;
const MAX_ITEM = 700;

/** What the 14 standard fonts can write beyond Latin-1 (Windows-1252), which every reader has or replaces alike. */
const WINDOWS_1252 = '€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ';
/** Signs of our own texts that those fonts lack. */
const REPLACEMENTS: Readonly<Record<string, string>> = {
  '−': '-',
  '≥': '>=',
  '≤': '<=',
  '\u00A0': ' ',
  '\u202F': ' ',
  '\t': ' ',
};

/** A text with what the standard fonts can show: other letters lose their marks, the rest becomes a question mark. */
export function showable(text: string): string {
  return [...text.normalize('NFC')].map(showableCharacter).join('');
}

function showableCharacter(character: string): string {
  const replaced = REPLACEMENTS[character];
  if (replaced !== undefined) return replaced;
  if (isShowable(character)) return character;
  const bare = [...character.normalize('NFKD').replace(/\p{M}/gu, '')];
  return bare.length > 0 && bare.every(isShowable) ? bare.join('') : '?';
}

function isShowable(character: string): boolean {
  return /^[\u0020-\u007E\u00A1-\u00FF]$/.test(character) || WINDOWS_1252.includes(character);
}

export interface TableColumn {
  readonly title: string;
  /** Share of the width; they add up to 1. */
  readonly share: number;
  readonly align?: 'right';
}

/** A4 pages from top to bottom: each part goes to the next page when this one has no room for it. */
export class Page {
  readonly #pdf: PDFKit.PDFDocument;

  constructor(facts: { readonly title: string; readonly createdAt: Date }) {
    this.#pdf = new PdfDocument({
      size: 'A4',
      margins: { top: MARGIN, left: MARGIN, right: MARGIN, bottom: MARGIN + FOOTER / 2 },
      bufferPages: true,
      lang: 'es-CO',
      displayTitle: true,
      info: {
        Title: showable(facts.title),
        Author: 'Accountia',
        CreationDate: facts.createdAt,
        ModDate: facts.createdAt,
      },
    });
  }

  get #width(): number {
    return this.#pdf.page.width - 2 * MARGIN;
  }

  title(text: string, subtitle: string): void {
    this.#write(text, 20, { bold: true, color: BRAND });
    this.#write(subtitle, 10, { color: SOFT });
    this.#pdf.moveDown(0.6);
  }

  heading(text: string): void {
    this.#pdf.moveDown(0.8);
    // Not alone at the foot of a page.
    this.#room(70);
    this.#write(text, 13, { bold: true, color: BRAND });
    this.#pdf.moveDown(0.25);
  }

  paragraph(text: string, options: { soft?: true } = {}): void {
    this.#write(text, 10, options.soft ? { color: SOFT } : {});
    this.#pdf.moveDown(0.3);
  }

  /** A sentence in bold and one below it. A reported wording may be as long as a cell: its start is enough. */
  item(title: string, told: string): void {
    const detail = told.length > MAX_ITEM ? `${told.slice(0, MAX_ITEM)}…` : told;
    this.#room(this.#height(title, 10) + this.#height(detail, 9.5));
    this.#write(`•  ${title}`, 10, { bold: true });
    this.#write(detail, 9.5, { color: SOFT, indent: 12 });
    this.#pdf.moveDown(0.4);
  }

  /** Figures side by side, the last one stressed. */
  figures(figures: readonly { readonly label: string; readonly value: string }[]): void {
    const pdf = this.#pdf;
    const height = 54;
    this.#room(height + 10);
    const gap = 8;
    const width = (this.#width - gap * (figures.length - 1)) / figures.length;
    const top = pdf.y;
    figures.forEach(({ label, value }, index) => {
      const left = MARGIN + index * (width + gap);
      const stressed = index === figures.length - 1;
      pdf.roundedRect(left, top, width, height, 4).fill(stressed ? BRAND : BAND);
      pdf
        .fillColor(stressed ? '#ffffff' : SOFT)
        .font('Helvetica')
        .fontSize(8.5);
      pdf.text(showable(label), left + 8, top + 9, { width: width - 16, height: 20 });
      pdf
        .fillColor(stressed ? '#ffffff' : INK)
        .font('Helvetica-Bold')
        .fontSize(11.5);
      pdf.text(showable(value), left + 8, top + 33, { width: width - 16, lineBreak: false });
    });
    pdf.x = MARGIN;
    pdf.y = top + height + 8;
  }

  /** Rows under a header that is repeated on each page. */
  table(columns: readonly TableColumn[], rows: readonly (readonly string[])[]): void {
    this.#tableHeader(columns);
    rows.forEach((row, index) => {
      const height = this.#rowHeight(columns, row);
      if (this.#pdf.y + height > this.#bottom) {
        this.#pdf.addPage();
        this.#tableHeader(columns);
      }
      if (index % 2 === 1) this.#pdf.rect(MARGIN, this.#pdf.y, this.#width, height).fill(BAND);
      this.#row(columns, row, height, { color: INK });
    });
    this.#pdf.moveDown(0.4);
  }

  /** The bytes, with the footer on every page. */
  async finish(footer: string): Promise<Buffer> {
    const pdf = this.#pdf;
    const { start, count } = pdf.bufferedPageRange();
    for (let index = start; index < start + count; index += 1) {
      pdf.switchToPage(index);
      // Below the margin, where text would otherwise start a page of its own.
      pdf.page.margins.bottom = 0;
      pdf.font('Helvetica').fontSize(8).fillColor(SOFT);
      const top = pdf.page.height - FOOTER;
      pdf.text(showable(footer), MARGIN, top, { width: this.#width - 90, height: 10, ellipsis: true });
      pdf.text(`Página ${index - start + 1} de ${count}`, MARGIN, top, {
        width: this.#width,
        align: 'right',
      });
    }
    const bytes: Buffer[] = [];
    pdf.on('data', (chunk: Buffer) => bytes.push(chunk));
    const ended = new Promise<void>((resolve, reject) => {
      pdf.once('end', resolve);
      pdf.once('error', reject);
    });
    pdf.end();
    await ended;
    return Buffer.concat(bytes);
  }

  get #bottom(): number {
    return this.#pdf.page.height - this.#pdf.page.margins.bottom;
  }

  /** Goes to the next page unless this one has so much room left. */
  #room(height: number): void {
    if (this.#pdf.y + height > this.#bottom) this.#pdf.addPage();
  }

  #write(text: string, size: number, options: { bold?: true; color?: string; indent?: number } = {}): void {
    const { bold, color = INK, indent = 0 } = options;
    this.#pdf
      .font(bold ? 'Helvetica-Bold' : 'Helvetica')
      .fontSize(size)
      .fillColor(color)
      .text(showable(text), MARGIN + indent, this.#pdf.y, { width: this.#width - indent, lineGap: LEADING });
    this.#pdf.x = MARGIN;
  }

  #height(text: string, size: number): number {
    return this.#pdf
      .fontSize(size)
      .heightOfString(showable(text), { width: this.#width - 12, lineGap: LEADING });
  }

  #tableHeader(columns: readonly TableColumn[]): void {
    const titles = columns.map(({ title }) => title);
    const height = this.#rowHeight(columns, titles);
    this.#room(height * 2);
    this.#row(columns, titles, height, { color: SOFT, bold: true });
    this.#pdf
      .moveTo(MARGIN, this.#pdf.y)
      .lineTo(MARGIN + this.#width, this.#pdf.y)
      .lineWidth(0.7)
      .stroke(LINE);
  }

  #rowHeight(columns: readonly TableColumn[], cells: readonly string[]): number {
    this.#pdf.font('Helvetica').fontSize(9);
    const heights = columns.map(({ share }, index) =>
      this.#pdf.heightOfString(showable(cells[index] ?? ''), { width: share * this.#width - 8 }),
    );
    return Math.max(...heights) + 7;
  }

  #row(
    columns: readonly TableColumn[],
    cells: readonly string[],
    height: number,
    options: { color: string; bold?: true },
  ): void {
    const pdf = this.#pdf;
    const top = pdf.y;
    let left = MARGIN;
    pdf
      .font(options.bold ? 'Helvetica-Bold' : 'Helvetica')
      .fontSize(9)
      .fillColor(options.color);
    columns.forEach(({ share, align }, index) => {
      const width = share * this.#width;
      pdf.text(showable(cells[index] ?? ''), left + 4, top + 4, { width: width - 8, align: align ?? 'left' });
      left += width;
    });
    pdf.x = MARGIN;
    pdf.y = top + height;
  }
}
