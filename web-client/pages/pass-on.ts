import { byId, say } from './dom';

/** Fills the link and the embedding lines, and makes their buttons copy. */
export function offerPassingOn(link: string, snippet: string | null): void {
  const linkField = byId('link', HTMLInputElement);
  const snippetField = byId('snippet', HTMLTextAreaElement);
  fill(linkField, link);
  fill(snippetField, snippet ?? 'The lines come when a webseed serves this film.');
  copies(byId('copy-link', HTMLButtonElement), linkField, 'The link is copied.');
  copies(byId('copy-snippet', HTMLButtonElement), snippetField, 'The two lines are copied.');
}

/** What a viewer has selected stays selected when the text is the same. */
function fill(field: HTMLInputElement | HTMLTextAreaElement, text: string): void {
  if (field.value !== text) field.value = text;
}

function copies(button: HTMLButtonElement, field: HTMLInputElement | HTMLTextAreaElement, done: string): void {
  button.onclick = () =>
    void copy(field).then(
      () => say(byId('copied'), done),
      () => say(byId('copied'), 'The browser does not allow copying here; the text is selected, copy it yourself.'),
    );
}

/** By the clipboard where the page may use it; elsewhere the text is left selected for the viewer. */
async function copy(field: HTMLInputElement | HTMLTextAreaElement): Promise<void> {
  field.focus();
  field.select();
  await (navigator.clipboard as Clipboard | undefined ?? refused).writeText(field.value);
}

const refused = { writeText: (): Promise<void> => Promise.reject(new Error('no clipboard')) };
