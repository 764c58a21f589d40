import { useLayoutEffect, useRef, useState } from 'preact/hooks';

/** So close to the end counts as being there, in CSS pixels. */
const NEAR = 48;

/**
 * Keeps a scrolled list at its end while the reader is there, and leaves it alone while they read further up.
 * @param mine changes when the reader's own message was added: then the list goes to its end in any case
 */
export function useStickToEnd(mine: unknown) {
  const frame = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const stuck = useRef(true);
  const sizes = useRef('');
  const [atEnd, setAtEnd] = useState(true);

  const toEnd = () => {
    stuck.current = true;
    setAtEnd(true);
    if (frame.current) frame.current.scrollTop = frame.current.scrollHeight;
  };
  useLayoutEffect(toEnd, [mine]);
  useLayoutEffect(() => {
    if (!content.current || !frame.current) return;
    const keep = new ResizeObserver(() => stuck.current && toEnd());
    keep.observe(content.current);
    keep.observe(frame.current);
    return () => keep.disconnect();
  }, []);

  const onScroll = () => {
    if (!frame.current) return;
    const { scrollHeight, scrollTop, clientHeight } = frame.current;
    if (scrollHeight - scrollTop - clientHeight < NEAR) stuck.current = true;
    // Where the list grew, as by a picture that has come, or the window changed, nobody scrolled.
    else if (sizes.current === `${scrollHeight}/${clientHeight}`) stuck.current = false;
    sizes.current = `${scrollHeight}/${clientHeight}`;
    setAtEnd(stuck.current);
  };
  return { frame, content, onScroll, atEnd, toEnd };
}
