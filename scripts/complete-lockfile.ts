import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './run-tool.ts';

/**
 * Adds to package-lock.json the optional packages for other systems that npm left out.
 *
 * npm drops an optional package that the registry at hand does not have, and `npm ci` then refuses the lockfile
 * everywhere ("Missing: … from lock file"). Run this after `npm install` where the registry is a partial mirror; a
 * test tells when it is due. Reasons: docs/decisions/0151-lockfile-for-all-systems.md
 */

interface LockedPackage {
  version: string;
  dev?: boolean;
  optional?: boolean;
  os?: string[];
  cpu?: string[];
  libc?: string[];
  optionalDependencies?: Record<string, string>;
}

interface Lockfile {
  packages: Record<string, LockedPackage>;
}

const systems = ['android', 'darwin', 'freebsd', 'linux', 'openharmony', 'win32'];
const processors = ['arm64', 'arm', 'ia32', 'ppc64', 'riscv64', 's390x', 'x64'];

/** What a package for one system says about itself, told from its name (`…-linux-arm64-musl`). */
function describe(name: string, version: string, dev: boolean): LockedPackage {
  const words = name.split(/[-/]/);
  const os = systems.find((system) => words.includes(system));
  const cpu = processors.find((processor) => words.includes(processor));
  if (os === undefined || cpu === undefined) throw new Error(`${name}: no system and processor in its name`);
  const libc = words.includes('musl') ? 'musl' : words.includes('gnu') ? 'glibc' : undefined;
  return {
    version,
    cpu: [cpu],
    ...(dev ? { dev } : {}),
    ...(libc !== undefined && os === 'linux' ? { libc: [libc] } : {}),
    optional: true,
    os: [os],
  };
}

/** Optional packages that `lock` names but does not hold, as entries to add. */
export function missingPackages(lock: Lockfile): Record<string, LockedPackage> {
  const missing: Record<string, LockedPackage> = {};
  for (const [path, locked] of Object.entries(lock.packages)) {
    for (const [name, version] of Object.entries(locked.optionalDependencies ?? {})) {
      const places = [`${path}/node_modules/${name}`, `node_modules/${name}`];
      if (places.every((place) => lock.packages[place] === undefined))
        missing[`node_modules/${name}`] = describe(name, version, locked.dev === true);
    }
  }
  return missing;
}

/** The lockfile of this repository. */
export function readLockfile(): Lockfile {
  return JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as Lockfile;
}

if (import.meta.main) {
  const lock = readLockfile();
  const missing = missingPackages(lock);
  const packages = Object.entries({ ...lock.packages, ...missing }).sort(([a], [b]) =>
    a.localeCompare(b, 'en'),
  );
  const text = JSON.stringify({ ...lock, packages: Object.fromEntries(packages) }, null, 2);
  writeFileSync(join(root, 'package-lock.json'), `${text}\n`);
  console.log(`${Object.keys(missing).length} packages for other systems added to package-lock.json`);
}
