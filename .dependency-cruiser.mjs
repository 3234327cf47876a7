// Who may import whom (docs/ARCHITECTURE.md). Each rule is proved to fire by test/architecture/boundaries.test.ts.
const npmKinds = ['npm', 'npm-dev', 'npm-optional', 'npm-peer', 'npm-no-pkg', 'npm-unknown']
const rooms = 'whitelist|signer|registry-api|portal|drimbox|demo|test'
const others = (...own) =>
  rooms
    .split('|')
    .filter((room) => !own.includes(room))
    .join('|')

export default {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'whitelist-stands-alone',
      severity: 'error',
      comment: 'The format room is what third parties re-read: it imports no other room.',
      from: { path: '^whitelist/' },
      to: { path: `^(${others('whitelist')})/` },
    },
    {
      name: 'format-needs-nothing',
      severity: 'error',
      comment: 'node:crypto and its own files, nothing else: this is all that stands beside the key.',
      from: { path: '^whitelist/src/format/', pathNot: '[.]test[.]ts$' },
      to: { pathNot: '^whitelist/src/format/|^(node:)?crypto$' },
    },
    {
      name: 'library-touches-no-system',
      severity: 'error',
      comment: 'Files, network, clock and process belong to the CLI; the library takes bytes and times.',
      from: { path: '^whitelist/src/', pathNot: '[.]test[.]ts$' },
      to: { dependencyTypes: ['core'], pathNot: '^(node:)?crypto$' },
    },
    {
      name: 'signer-knows-only-the-format',
      severity: 'error',
      from: { path: '^signer/src' },
      to: { path: `^(${others('whitelist', 'signer')})/|^whitelist/(?!src/format/)` },
    },
    {
      name: 'signer-door-plate',
      severity: 'error',
      comment: 'Whatever the signer imports can use the key. Name it here, on purpose.',
      from: { path: '^signer/src', pathNot: '[.]test[.]ts$' },
      to: { dependencyTypes: npmKinds, pathNot: 'node_modules/(pkcs11js)/' },
    },
    {
      name: 'registry-speaks-to-the-signer',
      severity: 'error',
      comment: 'Over the socket. Code of the signer in the API would be the key in the API.',
      from: { path: '^registry-api/' },
      to: { path: `^(${others('whitelist', 'registry-api')})/` },
    },
    {
      name: 'portal-speaks-http-only',
      severity: 'error',
      from: { path: '^portal/' },
      to: { path: '^(whitelist|registry-api|signer|drimbox|demo|test)/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'drimbox-knows-only-the-list',
      severity: 'error',
      from: { path: '^drimbox/' },
      to: { path: `^(${others('whitelist', 'drimbox')})/` },
    },
    {
      name: 'no-product-room-imports-the-demo',
      severity: 'error',
      from: { path: '^(whitelist|signer|registry-api|portal|drimbox)/' },
      to: { path: '^(demo|test)/' },
    },
    {
      name: 'rules-are-pure',
      severity: 'error',
      comment: 'A rule takes values and answers; it loads nothing.',
      from: { path: '[.]rules[.]ts$' },
      to: { dependencyTypes: ['npm', 'core'], pathNot: 'node_modules/@trust-space/' },
    },
    {
      name: 'use-cases-know-no-http',
      severity: 'error',
      comment: 'A use-case answers a value or throws a refusal; statuses live in http/.',
      from: {
        path: '^registry-api/src/',
        pathNot:
          '[.]routes[.]ts$|^registry-api/src/(http|distribution)/|/(app|app-type|main|wiring)[.]ts$|[.](api|json|test)[.]ts$',
      },
      to: { path: '^registry-api/src/http/|node_modules/(hono|@hono)/' },
    },
    {
      name: 'routes-write-through-use-cases',
      severity: 'error',
      from: { path: '^registry-api/src/.*[.]routes[.]ts$' },
      to: { path: '[.]repository[.]ts$|node_modules/drizzle-orm/' },
    },
    {
      name: 'repositories-know-no-rule',
      severity: 'error',
      from: { path: '^registry-api/src/([^/]+)/.*[.]repository[.]ts$' },
      to: { path: '[.](rules|routes)[.]ts$|^registry-api/src/(?!$1/)[^/]+/.*[.]repository[.]ts$' },
    },
    {
      name: 'no-unlisted',
      severity: 'error',
      comment: 'A package that the room does not declare.',
      from: { path: '^(whitelist|registry-api|signer|drimbox|portal)/(src|cli)', pathNot: '[.]test[.]ts$' },
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    combinedDependencies: false,
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      extensions: ['.ts', '.js', '.svelte', '.mjs'],
      conditionNames: ['development', 'import', 'types', 'node', 'default'],
    },
    exclude: { path: '^(whitelist|signer|registry-api|portal|drimbox)/(dist|build|[.]svelte-kit)/' },
  },
}
