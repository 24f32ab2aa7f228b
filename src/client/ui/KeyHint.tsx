/** The key that does the same as the button it stands on; where there is room for a keyboard. */
export function KeyHint({ name }: { name: string }) {
  return (
    <span
      aria-hidden="true"
      className="hidden rounded-md border border-current/40 px-1.5 font-sans text-sm leading-6 font-semibold wide:inline"
    >
      {name}
    </span>
  );
}
