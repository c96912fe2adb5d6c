/** Shown instead of the studio when the core cannot be reached. */
export function StartProblem({ message }: { message: string }) {
  return (
    <main style={{ padding: 32 }}>
      <h1>Fiducial could not start</h1>
      <p>{message}</p>
      <p>Start it again with npm start, and open the address it prints.</p>
      <button type="button" onClick={() => location.reload()}>
        Try again
      </button>
    </main>
  );
}
