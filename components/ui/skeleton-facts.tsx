import styles from './skeleton-facts.module.css'

/** A header of facts that is on its way. */
export function SkeletonFacts() {
  return (
    <div aria-busy aria-hidden className={styles.box}>
      <span className={styles.title} />
      <div className={styles.row}>
        {['State', 'Started', 'Took', 'Objects', 'Size', 'New'].map((label) => (
          <span className={styles.fact} key={label} />
        ))}
      </div>
    </div>
  )
}
