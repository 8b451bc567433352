"use client";
import { memo, useEffect, useRef, useState } from "react";
import { CopyButton } from "@/ui/copy-button";
import { formatBytes } from "@/ui/format";
import type { GeneratedFile } from "../schema";
import type { Token } from "./highlighter";
import { keyedLines, type SourceLine } from "./source-lines";

const maxLines = 1500;
const maxHighlighted = 60_000;

/** The text of one file with line numbers; colours follow as soon as the highlighter is there. */
export function SourceView({ file }: { file: GeneratedFile }) {
  const lines = useLines(file);
  const size = new TextEncoder().encode(file.content).length;
  return (
    <div className="flex h-full min-h-0 min-w-0 flex-col">
      <div className="flex h-10 shrink-0 items-center gap-3 border-b border-separator pr-1.5 pl-4 text-xs">
        <span className="min-w-0 flex-1 truncate font-mono" title={file.path}>
          {file.path}
        </span>
        <span className="shrink-0 text-muted">{formatBytes(size)}</span>
        <CopyButton text={file.content} what={file.path} />
      </div>
      <section
        aria-label={`Source of ${file.path}`}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by the keyboard
        tabIndex={0}
        className="relative min-h-0 flex-1 overflow-auto bg-code contain-content py-3 -outline-offset-2"
      >
        <pre className="w-max min-w-full pr-6 text-xs leading-5.5 [counter-reset:line]">
          {lines.slice(0, maxLines).map(({ key, text, tokens }) => (
            <Line key={key} text={text} tokens={tokens} />
          ))}
        </pre>
        {lines.length > maxLines ? (
          <p className="px-4 pt-3 text-xs text-muted">
            The first {maxLines.toLocaleString("en")} of {lines.length.toLocaleString("en")} lines. The ZIP holds them
            all.
          </p>
        ) : null}
      </section>
    </div>
  );
}

/** Its number is counted by the browser, so that a line above it does not draw it again. */
const Line = memo(function Line({ text, tokens }: Omit<SourceLine, "key">) {
  return (
    <div className="flex [counter-increment:line] before:w-12 before:shrink-0 before:pr-4 before:text-right before:text-faint before:content-[counter(line)/'']">
      <code>
        {tokens
          ? tokens.map((token, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: tokens have no identity but their place
              <span key={index} style={{ color: token.color, fontStyle: token.isItalic ? "italic" : undefined }}>
                {token.text}
              </span>
            ))
          : text}
        {"\n"}
      </code>
    </div>
  );
});

/** The lines of a file. Until its colours are there, lines that were shown before keep theirs. */
function useLines(file: GeneratedFile): SourceLine[] {
  const tokens = useTokens(file);
  const shown = useRef<{ path: string; lines: SourceLine[] }>(undefined);
  const before = shown.current?.path === file.path ? shown.current.lines : [];
  const lines = keyedLines(file.content, tokens, before);
  shown.current = { path: file.path, lines };
  return lines;
}

function useTokens(file: GeneratedFile): Token[][] | undefined {
  const [result, setResult] = useState<{ file: GeneratedFile; tokens: Token[][] | undefined }>();
  useEffect(() => {
    if (file.content.length > maxHighlighted) return;
    let isGone = false;
    const colour = async () => {
      const { highlight } = await import("./highlighter");
      // The text is painted first; a file that is gone by then needs no colours.
      await new Promise(requestAnimationFrame);
      await new Promise((painted) => setTimeout(painted));
      if (isGone) return;
      const tokens = await highlight(file.content, file.path);
      if (!isGone) setResult({ file, tokens });
    };
    // Without colours the source is still there to read.
    colour().catch(() => undefined);
    return () => {
      isGone = true;
    };
  }, [file]);
  const isSame = result?.file === file || (result?.file.path === file.path && result.file.content === file.content);
  return isSame ? result?.tokens : undefined;
}
