const COLOUR = { looking: 'border-white', accepted: 'border-[#4ade80]', refused: 'border-[#fbbf24]' } as const;
const CORNERS = [
  'left-0 top-0 rounded-tl-2xl border-l-6 border-t-6',
  'right-0 top-0 rounded-tr-2xl border-r-6 border-t-6',
  'bottom-0 left-0 rounded-bl-2xl border-b-6 border-l-6',
  'bottom-0 right-0 rounded-br-2xl border-b-6 border-r-6',
] as const;

/** Four corners over the picture, so fixed colours: they lie on the world and not on a theme. The whole picture is read. */
export function Viewfinder({ state }: { state: keyof typeof COLOUR }) {
  return (
    <div aria-hidden="true" data-state={state} className="pointer-events-none absolute inset-0 grid place-items-center">
      <div className="relative aspect-square w-[min(70%,22rem)]">
        {CORNERS.map((corner) => (
          <span key={corner} className={`absolute size-14 ${corner} ${COLOUR[state]}`} />
        ))}
      </div>
    </div>
  );
}
