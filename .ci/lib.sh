# Shared by run and nightly; sourced, from the repository's root.

fail() {
  printf '.ci: %s\n' "$*" >&2
  exit 1
}

say() {
  printf '\n== %s\n' "$*"
}

# jdk_version HOME: its feature version, from the release file that every JDK carries.
jdk_version() {
  [[ -x $1/bin/javac && -r $1/release ]] || return 0
  sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release"
}

# find_jdk VERSION GIVEN: prints a JDK home, the given one if there is one.
find_jdk() {
  local version=$1 given=$2 home
  if [[ -n $given ]]; then
    [[ $(jdk_version "$given") == "$version" ]] || fail "JAVA${version}_HOME=$given holds no JDK $version"
    printf '%s\n' "$given"
    return
  fi
  for home in /usr/lib/jvm/*; do
    if [[ $(jdk_version "$home") == "$version" ]]; then
      printf '%s\n' "$home"
      return
    fi
  done
  fail "no JDK $version below /usr/lib/jvm: install one or set JAVA${version}_HOME"
}

# fuzz HOME VECTORS [SECONDS]: fuzzes each target for so long, prints a line for each, and fails for a finding or for a
# target that was given its seeds alone.
fuzz() {
  local home=$1 vectors=$2 code=0 targets lines
  shift 2
  mkdir -p target/ci
  JAVA_HOME=$home mvn -B -ntp -Pfuzz verify -pl zt-core,zt-servlet -am "-Dzt.vectors=$vectors" ${1:+"-Dzt.fuzz=$1"} > target/ci/fuzz.out 2>&1 || code=$?
  lines=$(grep -a '^fuzz: ' target/ci/fuzz.out || true)
  printf '%s\n' "$lines"
  [[ $code == 0 ]] || { tail -n 60 target/ci/fuzz.out >&2; fail "fuzzing ended with $code"; }
  targets=$(find zt-core/src/test zt-servlet/src/test -name '*FuzzTest.java' | wc -l)
  [[ $(awk '$3 >= 100' <<< "$lines" | wc -l) == "$targets" ]] || fail "of $targets targets some were not fuzzed"
}

need_maven() {
  command -v mvn > /dev/null && return
  if [[ $(id -u) == 0 ]] && command -v apt-get > /dev/null; then
    say "installing maven"
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends maven > /dev/null
  fi
  command -v mvn > /dev/null || fail "mvn is not on the PATH: install Maven 3.8 or later"
}

need_tls_tools() {
  local missing=()
  for tool in openssl curl haproxy; do
    command -v "$tool" > /dev/null || missing+=("$tool")
  done
  if [[ ${#missing[@]} -gt 0 && $(id -u) == 0 ]] && command -v apt-get > /dev/null; then
    say "installing ${missing[*]}"
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" > /dev/null
  fi
  for tool in openssl curl haproxy; do
    command -v "$tool" > /dev/null || fail "$tool is not on the PATH: interop needs it"
  done
}

need_node() {
  if ! { command -v node && command -v npm; } > /dev/null && [[ $(id -u) == 0 ]] && command -v apt-get > /dev/null; then
    say "installing nodejs and npm"
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends nodejs npm > /dev/null
  fi
  { command -v node && command -v npm; } > /dev/null || fail "node and npm are not on the PATH: install Node 18.20 or later"
  node -e 'const [a, b] = process.versions.node.split("."); process.exit(a > 18 || (a == 18 && b >= 20) ? 0 : 1)' \
    || fail "node is $(node --version): install Node 18.20 or later"
}
