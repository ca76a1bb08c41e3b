/** The mark and the name beside it. */
export function Wordmark() {
  return (
    <span className="flex items-center gap-2 font-semibold tracking-[-0.01em]">
      <Mark />
      <span>Thaw</span>
    </span>
  )
}

/** The product's mark: a drop with half an ice crystal still in it. */
function Mark() {
  return (
    <svg aria-hidden="true" className="text-accent" fill="none" height="20" viewBox="0 0 20 20" width="20">
      <path
        d="M10 1.8c3.2 3.9 5.6 6.9 5.6 10a5.6 5.6 0 0 1-11.2 0c0-3.1 2.4-6.1 5.6-10Z"
        stroke="currentColor"
        strokeWidth="1.6"
      />
      <path
        d="M10 8v6.6M7.1 9.7l5.8 3.3M12.9 9.7 7.1 13"
        stroke="currentColor"
        strokeLinecap="round"
        strokeWidth="1.3"
      />
    </svg>
  )
}
