import { html } from 'htm/preact';
import { type ComponentChildren, h } from 'preact';
import type { Block, Element, RichPart, TextObject } from './block-kit.ts';
import { BlockElement, type Surface } from './elements.ts';
import { Picture } from './picture.ts';
import { mrkdwn, plainText, richText, textObject } from './text.ts';

/** The blocks of a message, a modal or the App Home. `errors` by block_id stand below their inputs. */
export const drawBlocks = (blocks: Block[], surface: Surface, errors: Record<string, string> = {}): ComponentChildren =>
  blocks.map((block, place) => {
    // A message is edited with new names for its blocks: kept by their place, a button that has the focus stays it.
    const key = surface.hold ? block.block_id : `${place} ${block.type}`;
    return html`<div class=${`block ${block.type}`} key=${key}>${drawBlock(block, surface, errors)}</div>`;
  });

function drawBlock(block: Block, surface: Surface, errors: Record<string, string>): ComponentChildren {
  const { view } = surface;
  const blockId = block.block_id;
  switch (block.type) {
    case 'section':
      return html`
        <div class="section-words">
          ${block.text && html`<div class="words">${textObject(block.text as TextObject, view)}</div>`}
          ${
            block.fields &&
            html`<div class="fields">${block.fields.map((field) => html`<div class="words">${textObject(field, view)}</div>`)}</div>`
          }
        </div>
        ${block.accessory && html`<div class="accessory">${h(BlockElement, { element: block.accessory, blockId, surface })}</div>`}`;
    case 'rich_text':
      return html`<div class="words">${richText((block.elements ?? []) as RichPart[], view)}</div>`;
    case 'header':
      return html`<h3 class="words">${plainText((block.text as TextObject).text)}</h3>`;
    case 'markdown':
      return html`<div class="words">${mrkdwn(String(block.text).replaceAll('**', '*'), view)}</div>`;
    case 'divider':
      return html`<hr />`;
    case 'context':
      return (block.elements ?? []).map((piece) => {
        const element = piece as Element & TextObject;
        return element.type === ('image' as string)
          ? h(Picture, { url: element.image_url ?? '', alt: element.alt_text ?? '' })
          : html`<span class="words">${textObject(element as TextObject, view)}</span>`;
      });
    case 'actions':
      return (block.elements ?? []).map((piece) => {
        const element = piece as Element;
        return h(BlockElement, { key: element.action_id, element, blockId, surface });
      });
    case 'image':
      return html`<figure>
        ${block.title && html`<figcaption>${plainText(block.title.text)}</figcaption>`}
        ${h(Picture, { url: block.image_url ?? '', alt: block.alt_text ?? '' })}
      </figure>`;
    case 'input':
      return block.element && drawInput(block, block.element, surface, errors[blockId]);
    default:
      return html`<em class="unknown-block">Blok “${block.type}” tidak digambar di sini.</em>`;
  }
}

function drawInput(block: Block, element: Element, surface: Surface, error: string | undefined): ComponentChildren {
  const remark = `remark-${block.block_id}`;
  const label = plainText(block.label?.text ?? '');
  return html`<div class=${`field ${error ? 'wrong' : ''}`}>
    <span class="field-label">${label}${block.optional && html` <small>(boleh kosong)</small>`}</span>
    ${h(BlockElement, {
      element,
      blockId: block.block_id,
      surface,
      silent: !block.dispatch_action,
      label,
      describedBy: error || block.hint ? remark : undefined,
      invalid: error !== undefined,
    })}
    ${
      error
        ? html`<span class="field-error" id=${remark} role="alert">${error}</span>`
        : block.hint && html`<span class="field-hint" id=${remark}>${plainText(block.hint.text)}</span>`
    }
  </div>`;
}
