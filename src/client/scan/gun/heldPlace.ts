/** Where keys were pressed that are held back, and how they get there after all. */

type TextField = HTMLInputElement | HTMLTextAreaElement;

const NO_TEXT = new Set(['button', 'checkbox', 'color', 'file', 'image', 'radio', 'range', 'reset', 'submit']);

function asTextField(element: Element | null): TextField | undefined {
  if (element instanceof HTMLTextAreaElement) return element;
  return element instanceof HTMLInputElement && !NO_TEXT.has(element.type) ? element : undefined;
}

export interface HeldPlace {
  /** Puts keys where a person typed them. */
  give(keys: string): void;
  /** Takes back what an input method let through: the field is as it was before the first key. */
  mend(): void;
}

/** The place that has the focus now. */
export function heldPlace(): HeldPlace {
  const element = document.activeElement ?? document.body;
  const field = asTextField(element);
  if (field) return fieldPlace(field);
  return {
    // Nothing is written here, but keys may be acts of the screen.
    give: (keys) => {
      for (const key of keys) pressAgain(element.isConnected ? element : document.body, key);
    },
    mend: () => undefined,
  };
}

/** The key as the screen hears it; false when the screen has used it. */
function pressAgain(target: Element, key: string): boolean {
  return target.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
}

function write(field: TextField, text: string): void {
  // The one way that keeps the browser's own undo; it writes where the caret is.
  if (document.activeElement === field && document.execCommand('insertText', false, text)) return;
  field.setRangeText(text, field.value.length, field.value.length, 'end');
  field.dispatchEvent(new InputEvent('input', { bubbles: true, data: text, inputType: 'insertText' }));
}

function fieldPlace(field: TextField): HeldPlace {
  const { value, selectionStart, selectionEnd } = field;
  return {
    give: (keys) => {
      for (const key of keys) if (pressAgain(field, key)) write(field, key);
    },
    mend: () => {
      // Leaving the field ends the composition; what it wrote comes before the next task.
      field.blur();
      setTimeout(() => {
        if (field.value !== value) {
          field.setRangeText(value, 0, field.value.length, 'end');
          field.dispatchEvent(new InputEvent('input', { bubbles: true, inputType: 'insertReplacementText' }));
        }
        field.focus();
        field.setSelectionRange(selectionStart, selectionEnd);
      });
    },
  };
}
