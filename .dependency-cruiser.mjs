/**
 * Who may import whom (docs/architecture.md has it as a picture). One rule per sentence of the plan; a planted violation
 * of each is tested in tests/unit/tools/direction.test.ts.
 */
const forbid = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });
const BUILTIN = { dependencyTypes: ['core'] };
/** A type costs nothing at run time and ties nobody to an implementation that is handed in. */
const NOT_A_TYPE = { dependencyTypesNot: ['type-only'] };

export default {
  forbidden: [
    forbid('no-circle', 'A circle has no direction', {}, { circular: true }),
    forbid(
      'resolvable',
      'What cannot be found cannot be judged',
      {},
      { couldNotResolve: true, pathNot: '\\?(worker|url|raw|inline)' },
    ),

    // Runtimes never import one another; they meet in shared/.
    forbid('renderer-to-shared', 'renderer → shared', { path: '^renderer/' }, { path: '^(main|preload|tools|tests)/' }),
    forbid('main-to-shared', 'main → shared', { path: '^main/' }, { path: '^(renderer|preload|tools|tests)/' }),
    forbid(
      'preload-to-api',
      'preload → shared/api',
      { path: '^preload/' },
      { path: '^(main|renderer|tools|tests|shared/(?!api/))' },
    ),
    forbid('renderer-no-node', 'The page has no Node', { path: '^renderer/' }, BUILTIN),

    // shared/ is pure: no Node, DOM, Electron or React.
    forbid(
      'shared-is-alone',
      'shared imports shared only',
      { path: '^shared/' },
      { path: '^(main|preload|renderer|tools|tests)/' },
    ),
    forbid('shared-no-node', 'shared has no Node', { path: '^shared/' }, BUILTIN),
    forbid(
      'shared-is-pure',
      'shared imports zod and nothing else from outside',
      { path: '^shared/' },
      { path: 'node_modules/', pathNot: 'node_modules/zod/' },
    ),
    forbid(
      'domain-first',
      'domain ← protocol, domain ← api',
      { path: '^shared/domain/' },
      { path: '^shared/(protocol|api)/' },
    ),
    forbid(
      'protocol-below-api',
      'The protocol does not know the page',
      { path: '^shared/protocol/' },
      { path: '^shared/api/' },
    ),

    // main: shells → console → shared; monitoring → shared; console and monitoring meet only on the wire.
    forbid(
      'console-below-shells',
      'shells → console',
      { path: '^main/console/' },
      { path: '^main/(shells|monitoring|commands)/' },
    ),
    forbid(
      'monitoring-is-alone',
      'monitoring → shared',
      { path: '^main/monitoring/' },
      { path: '^main/(shells|console|commands)/' },
    ),
    // monitoring: what two rooms share stands in ports/, as types; the rooms meet in index.ts, which only cell.ts, the server without a port, and a run without desks make; serve.ts opens what it stands on.
    forbid(
      'ports-below-rooms',
      'ports → shared',
      { path: '^main/monitoring/ports/' },
      { path: '.', pathNot: '^(shared|main/monitoring/ports)/' },
    ),
    forbid(
      'ports-hold-types',
      'A port is an interface: nothing in it runs',
      { path: '^main/monitoring/ports/' },
      { path: '.', ...NOT_A_TYPE },
    ),
    forbid(
      'incidents-above',
      'incidents → {leases, guidance}; what those and the rules need of the record is a port',
      { path: '^main/monitoring/(leases|guidance|rules|tracks)/' },
      { path: '^main/monitoring/incidents/' },
    ),
    forbid(
      'feed-and-doors-apart',
      'Desks and devices come in by ways of their own',
      { path: '^main/monitoring/(feed|doors)/' },
      { path: '^main/monitoring/(feed|doors)/', pathNot: '^main/monitoring/$1/' },
    ),
    forbid(
      'index-is-top',
      'Rooms know the server as a port, not as the plan that makes it',
      { path: '^main/monitoring/', pathNot: '^main/monitoring/(cell|serve|simulator/headless)\\.ts$' },
      { path: '^main/monitoring/(index|cell|serve)\\.ts$' },
    ),
    forbid(
      'sql-has-a-room',
      'All SQL of the server is in store/sqlite; the console keeps a database of its own',
      { path: '^main/', pathNot: '^main/(monitoring/store/sqlite|console/store)/|^main/console/witness/memory\\.ts$' },
      { path: '^(node:)?sqlite$' },
    ),
    forbid(
      'store-is-handed-in',
      'Only those who open the store run its code; rooms are handed it',
      { path: '^main/', pathNot: '^main/(commands/|monitoring/(store/sqlite/|(serve|simulator/headless)\\.ts$))' },
      { path: '^main/monitoring/store/sqlite/', ...NOT_A_TYPE },
    ),
    forbid(
      'rooms-know-the-port',
      'What is kept is known as ports/record.ts; nobody depends on how one store does it',
      { path: '^main/monitoring/', pathNot: '^main/monitoring/(store/|serve\\.ts$|simulator/headless\\.ts$)' },
      { path: '^main/monitoring/store/sqlite/' },
    ),
    forbid(
      'shells-meet-no-server',
      'The wire is between them',
      { path: '^main/shells/' },
      { path: '^main/(monitoring|commands)/' },
    ),
    forbid(
      'evidence-is-bottom',
      'Hashes, proofs and packages are the same for whoever makes and whoever checks them',
      { path: '^main/evidence/' },
      { path: '^main/(shells|console|monitoring|commands)/' },
    ),
    // The schema of a scenario file belongs to the simulator that plays it; reading the file belongs to files/.
    forbid(
      'files-are-bottom',
      'Files are used by all rooms',
      { path: '^main/files/' },
      {
        path: '^main/(shells|console|monitoring|commands|evidence)/',
        pathNot: '^main/monitoring/simulator/(scenario|resolve)\\.ts$',
      },
    ),
    forbid(
      'shells-are-two',
      'One shell never needs the other',
      { path: '^main/shells/browser/' },
      { path: '^main/shells/electron/' },
    ),
    forbid(
      'shells-are-two-back',
      'One shell never needs the other',
      { path: '^main/shells/electron/' },
      { path: '^main/shells/browser/' },
    ),
    forbid(
      'electron-has-a-door',
      'Only the Electron shell, its entry and the preload script may import electron',
      { pathNot: '^(main/shells/electron/|main/index\\.ts$|preload/)' },
      { path: '^(electron$|node_modules/electron/)' },
    ),

    // renderer: app → features → {stores, map, ui} → lib.
    forbid(
      'app-is-top',
      'app → features',
      { path: '^renderer/(features|stores|map|ui|lib|bridge)/' },
      { path: '^renderer/app/' },
    ),
    forbid(
      'features-above',
      'features → {stores, map, ui}',
      { path: '^renderer/(stores|map|ui|lib|bridge)/' },
      { path: '^renderer/features/' },
    ),
    forbid(
      'lib-is-bottom',
      'lib imports no room',
      { path: '^renderer/lib/' },
      { path: '^renderer/(app|features|stores|map|ui|bridge)/' },
    ),
    forbid('ui-knows-no-state', 'ui → lib', { path: '^renderer/ui/' }, { path: '^renderer/(stores|map|bridge)/' }),
    forbid('stores-draw-nothing', 'stores → lib', { path: '^renderer/stores/' }, { path: '^renderer/(map|ui)/' }),
    forbid(
      'feature-by-its-index',
      'A feature is entered through its own index',
      { path: '^renderer/features/([^/]+)/' },
      { path: '^renderer/features/', pathNot: ['^renderer/features/$1/', '^renderer/features/[^/]+/index\\.tsx?$'] },
    ),
    forbid(
      'feature-by-its-index-app',
      'A feature is entered through its own index',
      { path: '^renderer/(app/|main\\.tsx)' },
      { path: '^renderer/features/', pathNot: '^renderer/features/[^/]+/index\\.tsx?$' },
    ),
  ],
  options: {
    // TypeScript 7 has no API that dependency-cruiser could use; swc reads the sources instead, types included.
    parser: 'swc',
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '\\.(css|json|svg|woff2?)$' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.cjs', '.json', '.d.ts'],
    },
  },
};
