import * as fc from 'fast-check';

/**
 * Property tests draw the same cases on every run, so that a build says the same thing twice. FIDUCIAL_SEED draws
 * others: `FIDUCIAL_SEED=$RANDOM npx vitest run src/domain`.
 */
fc.configureGlobal({ seed: Number(process.env['FIDUCIAL_SEED'] ?? 20_261_123) });
