"use client";

import { Search, X } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { cx } from "./cx";

interface SearchFieldProps {
  /** The words in force. */
  value: string;
  /** Called when typing pauses, on Enter, and when cleared. */
  onSearch: (words: string) => void;
  /** What is looked through, "Reference, purpose, address". */
  placeholder: string;
  label?: string;
  delay?: number;
}

/** Search in the head of a list. */
export function SearchField({ value, onSearch, placeholder, label, delay = 250 }: SearchFieldProps) {
  const [words, setWords] = useState(value);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => setWords(value), [value]);
  useEffect(() => () => clearTimeout(timer.current), []);

  const search = (text: string, wait: number) => {
    setWords(text);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => onSearch(text.trim()), wait);
  };
  return (
    <search className="relative block w-full desk:w-[248px]">
      <Search className="pointer-events-none absolute inset-y-0 left-2.5 my-auto text-text-3" />
      <input
        type="search"
        value={words}
        placeholder={placeholder}
        aria-label={label ?? `Search: ${placeholder}`}
        onChange={(event) => search(event.target.value, delay)}
        onKeyDown={(event) => {
          if (event.key === "Enter") search(words, 0);
          if (event.key === "Escape" && words) search("", 0);
        }}
        className={cx(
          "h-8 w-full rounded-lg border border-line-field bg-surface pl-8.5 text-14 -outline-offset-2 placeholder:text-text-3 [&::-webkit-search-cancel-button]:hidden",
          words ? "pr-8" : "pr-2",
        )}
      />
      {words ? (
        <button
          type="button"
          aria-label="Clear the search"
          onClick={() => search("", 0)}
          className="absolute inset-y-0 right-1 my-auto grid size-6 place-items-center rounded text-text-3 hover:text-text"
        >
          <X className="size-3.5" />
        </button>
      ) : null}
    </search>
  );
}
