import styles from './panel.module.css'

/** The shape of what is on its way; each part by its name in the style sheet. */
export function Loading({ parts }: { parts: string[] }) {
  return (
    <div aria-busy aria-hidden className={styles.loading}>
      {parts.map((part) => (
        <span data-part={part} key={part} />
      ))}
    </div>
  )
}
