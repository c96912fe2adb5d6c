import { spawn } from 'node:child_process';
import { resolve } from 'node:path';

/** The repository. */
export const root = resolve(import.meta.dirname, '..');

/**
 * Runs a program with our terminal and waits for it.
 * @returns its exit code; 1 if it could not be started or was killed
 */
export function run(
  command: string,
  args: readonly string[],
  options: { env?: NodeJS.ProcessEnv; cwd?: string } = {},
): Promise<number> {
  return new Promise((done) => {
    const child = spawn(command, args, {
      cwd: options.cwd ?? root,
      stdio: 'inherit',
      env: { ...process.env, ...options.env },
    });
    const stop = (): void => {
      child.kill('SIGTERM');
    };
    process.once('SIGTERM', stop);
    const finish = (code: number): void => {
      process.off('SIGTERM', stop);
      done(code);
    };
    child.on('error', (error) => {
      console.error(`${command} could not be started: ${error.message}`);
      finish(1);
    });
    child.on('exit', (code) => finish(code ?? 1));
  });
}

/** Runs a script of an installed package with the Node that runs us, which needs no shell on any system. */
export function runTool(
  script: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
): Promise<number> {
  return run(process.execPath, [resolve(root, 'node_modules', script), ...args], { env });
}
