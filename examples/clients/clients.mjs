// @ts-check
// How each client is generated, compiled and run. What an older generator got wrong is noted where an option stands for it.
import { cpSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { delimiter, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { packageBin } from '../../tools/launcher/package-bin.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));
const root = fileURLToPath(new URL('../..', import.meta.url));
const versions = { 'openapi-generator-cli': '7.17.0', 'openapi-python-client': '0.29.1' };

/**
 * @typedef {object} Place
 * @property {string} document of the API, as a file
 * @property {string} folder of this client alone
 * @property {string} tools where generators are kept from one time to the next
 * @property {(program: string, args: readonly string[], options?: { cwd?: string, environment?: NodeJS.ProcessEnv, limitMs?: number }) => Promise<void>} run
 *
 * @typedef {object} Client
 * @property {string} name
 * @property {readonly string[]} needs programs that the machine must have
 * @property {(place: Place) => Promise<void>} build generates and compiles
 * @property {(place: Place, args: readonly string[]) => Promise<void>} live runs the life cycle
 */

/** The generator is not here and cannot be fetched. */
export class GeneratorAway extends Error {}

/** @type {readonly Client[]} */
export const clients = [
  {
    name: 'typescript',
    needs: ['java', 'mvn'],
    build: async (place) => {
      await generate(place, 'typescript-fetch', 'client', { importFileExtension: '.js' });
      cpSync(join(here, 'typescript/life-cycle.ts'), join(place.folder, 'life-cycle.ts'));
      write(place, 'package.json', { type: 'module' });
      const compilerOptions = {
        strict: true,
        target: 'ES2022',
        module: 'NodeNext',
        lib: ['ES2022', 'DOM'],
        types: ['node'],
      };
      const typeRoots = [fileURLToPath(new URL('../../node_modules/@types', import.meta.url))];
      write(place, 'tsconfig.json', { compilerOptions: { ...compilerOptions, typeRoots }, files: ['life-cycle.ts'] });
      await place.run(process.execPath, [packageBin('typescript', 'tsc'), '-p', place.folder]);
    },
    live: (place, args) => place.run(process.execPath, [join(place.folder, 'life-cycle.js'), ...args]),
  },
  {
    name: 'go',
    needs: ['java', 'mvn', 'go'],
    build: async (place) => {
      // Without the prefix two enumerations with one value clash; without the lookup unions are tried member by member.
      const options = {
        packageName: 'weir',
        enumClassPrefix: 'true',
        useOneOfDiscriminatorLookup: 'true',
        withGoMod: 'false',
      };
      await generate(place, 'go', 'weir', options);
      cpSync(join(here, 'go/main.go'), join(place.folder, 'main.go'));
      write(place, 'go.mod', 'module example.com/clients\n\ngo 1.22\n');
      await place.run('go', ['build', '-o', 'life-cycle', '.'], { cwd: place.folder });
    },
    live: (place, args) => place.run(join(place.folder, 'life-cycle'), args),
  },
  {
    name: 'java',
    needs: ['java', 'mvn'],
    build: async (place) => {
      const packages = {
        invokerPackage: 'io.weir.client',
        apiPackage: 'io.weir.client.api',
        modelPackage: 'io.weir.client.model',
      };
      // The generator writes a union that holds a list as what no compiler takes.
      const unions = ['--schema-mappings', 'SentenceGenerator_dictionary=java.lang.Object'];
      await generate(place, 'java', '.', { ...packages, library: 'native', supportUrlQuery: 'false' }, unions);
      cpSync(join(here, 'java/LifeCycle.java'), join(place.folder, 'src/main/java/LifeCycle.java'));
      const level = ['-Dmaven.compiler.source=11', '-Dmaven.compiler.target=11'];
      const dependencies = ['dependency:copy-dependencies', '-DincludeScope=runtime', '-DoutputDirectory=lib'];
      await place.run('mvn', ['-q', '-B', 'compile', ...dependencies, ...level], { cwd: place.folder });
    },
    live: (place, args) =>
      place.run('java', ['-cp', ['target/classes', 'lib/*'].join(delimiter), 'LifeCycle', ...args], {
        cwd: place.folder,
      }),
  },
  {
    name: 'python',
    needs: ['java', 'mvn', 'python3'],
    build: async (place) => {
      await generate(place, 'python', '.', { packageName: 'weir_client' });
      await environmentFor(place, ['-r', join(place.folder, 'requirements.txt')]);
    },
    live: (place, args) => runPython(place, 'python', args),
  },
  {
    name: 'python-httpx',
    needs: ['python3'],
    build: async (place) => {
      await environmentFor(place, [`openapi-python-client==${versions['openapi-python-client']}`]);
      write(place, 'config.json', { post_hooks: [], package_name_override: 'weir_client' });
      const output = ['--output-path', join(place.folder, 'client'), '--overwrite'];
      const config = ['--config', join(place.folder, 'config.json'), '--fail-on-warning'];
      await place.run(python(place, 'openapi-python-client'), [
        'generate',
        '--path',
        place.document,
        ...output,
        ...config,
      ]);
    },
    live: (place, args) => runPython({ ...place, folder: join(place.folder, 'client') }, 'python-httpx', args, place),
  },
];

/**
 * @param {Place} place
 * @param {string} generator of openapi-generator
 * @param {string} below the client's folder
 * @param {Readonly<Record<string, string>>} options
 * @param {readonly string[]} [more]
 */
async function generate(place, generator, below, options, more = []) {
  const version = versions['openapi-generator-cli'];
  const jar = join(place.tools, `openapi-generator-cli-${version}.jar`);
  if (!existsSync(jar)) {
    const artifact = `-Dartifact=org.openapitools:openapi-generator-cli:${version}`;
    try {
      const args = ['-q', '-B', 'dependency:copy', artifact, `-DoutputDirectory=${place.tools}`];
      await place.run('mvn', args, { limitMs: 120_000 });
    } catch (error) {
      throw new GeneratorAway(error instanceof Error ? error.message : String(error));
    }
  }
  const properties = Object.entries(options).map(([name, value]) => `${name}=${value}`);
  await place.run('java', [
    // From the checkout: the generator takes the path for a URI, in which no blank may stand.
    ...[
      '-jar',
      jar,
      'generate',
      '-i',
      relative(root, place.document),
      '-g',
      generator,
      '-o',
      join(place.folder, below),
    ],
    ...[`--additional-properties=${properties.join(',')}`],
    ...more,
    '--global-property=apiTests=false,modelTests=false,apiDocs=false,modelDocs=false',
  ]);
}

/**
 * @param {Place} place
 * @param {readonly string[]} packages
 */
async function environmentFor(place, packages) {
  await place.run('python3', ['-m', 'venv', join(place.folder, 'venv')]);
  try {
    await place.run(python(place, 'pip'), ['install', '-q', ...packages]);
  } catch (error) {
    throw new GeneratorAway(error instanceof Error ? error.message : String(error));
  }
}

/**
 * @param {Place} place where the generated package lies
 * @param {string} sources
 * @param {readonly string[]} args
 * @param {Place} [environment] where the virtual environment lies
 */
function runPython(place, sources, args, environment = place) {
  const path = [place.folder, process.env['PYTHONPATH']].filter((part) => part !== undefined).join(delimiter);
  return place.run(python(environment, 'python'), [join(here, sources, 'life_cycle.py'), ...args], {
    environment: { ...process.env, PYTHONPATH: path },
  });
}

/**
 * @param {Place} place
 * @param {string} program
 */
function python(place, program) {
  return join(place.folder, 'venv/bin', program);
}

/**
 * @param {Place} place
 * @param {string} name
 * @param {unknown} content
 */
function write(place, name, content) {
  mkdirSync(place.folder, { recursive: true });
  writeFileSync(join(place.folder, name), typeof content === 'string' ? content : JSON.stringify(content));
}
