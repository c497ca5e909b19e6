#!/bin/bash
# Tries the Databricks backend on a real workspace, in a schema of its own that is removed at the end, also after failures.
#
#     DATABRICKS_HOST=… DATABRICKS_TOKEN=… Integration/Databricks/real-workspace.sh [FEATURESTORE]
#
# Instead of the token: DATABRICKS_CLIENT_ID and DATABRICKS_CLIENT_SECRET. Optional: DATABRICKS_WAREHOUSE_ID (otherwise one that
# runs, or the first), DATABRICKS_CATALOG (otherwise the workspace's default). FEATURESTORE is the program, `featurestore` on the
# path if it is not given. The user must be allowed to create a schema in the catalog, and to use the warehouse.
#
# REAL_WORKSPACE_ONLINE=1 also makes an online store and a serving endpoint, which cost money until they are removed at the end.
#
# Every line says `held` or `did not hold`. First come the verbs, which are all needed; then what our code takes for granted of a
# workspace, as questions with the answer that was found. Lines marked `needed` are what our code cannot do without: the exit
# code is 1 if one of these did not hold.
set -uo pipefail

featurestore=${1:-featurestore}
work=$(mktemp -d)
chmod 700 "$work"
held=0 missed=0 needed_missed=0 made_schema=0

stop() {
  printf '%s\n' "$@" >&2
  exit 2
}

# --- Requests --------------------------------------------------------------------------------------------------------

# json TEXT: the text as it stands between the quotes of a JSON string.
json() {
  local text=${1//\\/\\\\}
  text=${text//\"/\\\"}
  text=${text//$'\n'/\\n}
  printf '%s' "${text//$'\t'/\\t}"
}

# request METHOD PATH [BODY]: sends a request; its status is in `code`, its answer in `body`.
request() {
  local method=$1 path=$2 data=()
  shift 2
  [ "$#" -eq 0 ] || data=(--data-binary "$1")
  : >"$work/body"
  code=$(curl -sS --max-time 120 -X "$method" -H "@$work/authorization" -H 'Content-Type: application/json' "${data[@]}" \
    -o "$work/body" -D "$work/headers" -w '%{http_code}' "$host$path" 2>"$work/err") || code=000
  body=$(tr -d '\n\0' <"$work/body")
}

# unquoted: a JSON string or word from standard input as text.
unquoted() { sed -e 's/^"//' -e 's/"$//' -e 's/\\"/"/g' -e 's/\\n/ /g' -e 's/\\\\/\\/g'; }

# field NAME: the first value of that name in the answer.
field() {
  grep -oE "\"$1\" *: *(\"([^\"\\\\]|\\\\.)*\"|[^],}]*)" <<<"$body" | head -n 1 | sed "s/^\"$1\" *: *//" | unquoted
}

# sql STATEMENT: runs it. The first cell of its rows is in `cell`; why it failed in `message`.
sql() {
  local id state
  request POST /api/2.0/sql/statements "{\"statement\":\"$(json "$1")\",\"warehouse_id\":\"$warehouse\",\"wait_timeout\":\"50s\"}"
  id=$(field statement_id) state=$(field state)
  while [ "$state" = PENDING ] || [ "$state" = RUNNING ]; do
    sleep 2
    request GET "/api/2.0/sql/statements/$id"
    state=$(field state)
  done
  message=$(field message)
  cell=$(sed -nE 's/.*"data_array" *: *\[ *\[ *("([^"\\]|\\.)*"|null).*/\1/p' <<<"$body" | unquoted)
  [ "$state" = SUCCEEDED ]
}

# answers STATEMENT EXPECTED: whether the first cell is that.
answers() {
  sql "$1" || { answer=$message; return 1; }
  answer=$cell
  [ "$cell" = "$2" ]
}

accepted() { if sql "$1"; then answer=accepted; else answer=$message; return 1; fi; }

# --- Signing in ------------------------------------------------------------------------------------------------------

sign_in() {
  host=${DATABRICKS_HOST:-}
  [ -n "$host" ] || stop "Set DATABRICKS_HOST to the workspace's address."
  case $host in http://* | https://*) ;; *) host=https://$host ;; esac
  host=${host%/}
  command -v curl >/dev/null || stop "curl is not installed."
  command -v "$featurestore" >/dev/null || stop "There is no program '$featurestore'. Give its path as the first argument."
  local token=${DATABRICKS_TOKEN:-}
  if [ -z "$token" ] && [ -n "${DATABRICKS_CLIENT_ID:-}" ] && [ -n "${DATABRICKS_CLIENT_SECRET:-}" ]; then
    body=$(printf 'user = "%s:%s"\n' "$DATABRICKS_CLIENT_ID" "$DATABRICKS_CLIENT_SECRET" \
      | curl -sS -K - -d 'grant_type=client_credentials&scope=all-apis' "$host/oidc/v1/token")
    token=$(field access_token)
  fi
  [ -n "$token" ] || stop "Set DATABRICKS_TOKEN, or DATABRICKS_CLIENT_ID and DATABRICKS_CLIENT_SECRET."
  printf 'Authorization: Bearer %s\n' "$token" >"$work/authorization"
  warehouse=${DATABRICKS_WAREHOUSE_ID:-}
  if [ -z "$warehouse" ]; then
    request GET /api/2.0/sql/warehouses
    [ "$code" = 200 ] || stop "The list of warehouses says $code: $body"
    warehouse=$(tr '{' '\n' <<<"$body" | grep '"RUNNING"' | grep -oE '"id" *: *"[^"]*"' | head -n 1 | sed 's/.*: *//' | unquoted)
    [ -n "$warehouse" ] || warehouse=$(field id)
    [ -n "$warehouse" ] || stop "There is no SQL warehouse. Make one, or set DATABRICKS_WAREHOUSE_ID."
  fi
  catalog=${DATABRICKS_CATALOG:-}
  if [ -z "$catalog" ]; then
    request GET /api/2.1/unity-catalog/current-metastore-assignment
    catalog=$(field default_catalog_name)
    [ -n "$catalog" ] || stop "The workspace names no default catalog. Set DATABRICKS_CATALOG."
  fi
  schema=feature_store_try_$(date -u +%Y%m%d_%H%M%S)_$$
  export DATABRICKS_WAREHOUSE_ID=$warehouse DATABRICKS_CATALOG=$catalog DATABRICKS_SCHEMA=$schema
  unset DATABRICKS_VOLUME DATABRICKS_ONLINE_STORE DATABRICKS_SERVING_ENDPOINT
  place="\`$catalog\`.\`$schema\`"
  printf 'workspace %s, warehouse %s, schema %s.%s\n' "$host" "$warehouse" "$catalog" "$schema"
}

clean_up() {
  local status=$?
  trap - EXIT INT TERM
  if [ "$made_schema" -eq 1 ]; then
    if [ "${REAL_WORKSPACE_ONLINE:-}" = 1 ]; then remove_online; fi
    if sql "DROP SCHEMA IF EXISTS $place CASCADE"; then
      printf 'The schema %s.%s is removed.\n' "$catalog" "$schema"
    else
      printf 'The schema %s.%s could not be removed; remove it by hand: %s\n' "$catalog" "$schema" "$message"
      status=1
    fi
  fi
  rm -rf "$work"
  exit "$status"
}

# --- Counting --------------------------------------------------------------------------------------------------------

# try needed|known TITLE FUNCTION ARGUMENT…: prints one line. The function leaves what it found in `answer`.
try() {
  local kind=$1 title=$2 verdict mark=''
  shift 2
  answer=''
  [ "$kind" = known ] || mark=' (needed)'
  if "$@"; then
    verdict=held held=$((held + 1))
  else
    verdict='did not hold' missed=$((missed + 1))
    [ "$kind" = known ] || needed_missed=$((needed_missed + 1))
  fi
  printf '%-13s %s%s%s\n' "$verdict" "$title" "$mark" "${answer:+: ${answer:0:600}}"
}

# --- The verbs -------------------------------------------------------------------------------------------------------

# store WORD…: one command of featurestore; its output is in $work/out.
store() {
  "$featurestore" --backend databricks "$@" >"$work/out" 2>"$work/err" && return
  answer="featurestore $1 ${2:-}: $(tail -n 3 "$work/err" | tr '\n' ' ')$(grep FAILED "$work/out" | tr '\n' ' ')"
  return 1
}

# same EXPECTED FOUND: whether two files have the same lines, in any order.
same() {
  sort "$1" >"$work/expected.sorted"
  sort "$2" >"$work/found.sorted"
  cmp -s "$work/expected.sorted" "$work/found.sorted" && return
  answer="expected and found differ: $(diff "$work/expected.sorted" "$work/found.sorted" | head -n 4 | tr '\n' ' ')"
  return 1
}

# reads TABLE EXPECTED [WORD…]: whether the rows of a table are those of a CSV file.
reads() {
  local table=$1 expected=$2
  shift 2
  store tables read "$table" --output "$work/read.csv" "$@" && same "$expected" "$work/read.csv"
}

doctor() { store doctor && answer="$(grep '^warehouse' "$work/out" | tr -s ' ')"; }

small_header=user_id,event_timestamp,created,clicks,score,city,flag
# shellcheck disable=SC2016 # ${x} is a text that Spark would fill in
write_small() {
  printf '%s\n' $small_header \
    'a,2024-01-01T00:00:00.000001Z,2024-01-01T01:00:00.123456Z,1,0.5,"Par,is",true' \
    'a,2024-01-02T00:00:00.999999Z,2024-01-02T01:00:00Z,2,-1.25,it'"'"'s ${x} \n,false' \
    'b,2024-01-01T00:00:00Z,2024-01-01T01:00:00Z,,,,' >"$work/small.csv"
  printf '%s\n' $small_header \
    'a,2024-01-02T00:00:00.999999Z,2024-01-02T02:00:00Z,20,,new,true' \
    'a,2024-01-01T00:00:00.000001Z,2023-01-01T00:00:00Z,999,9.5,older,true' \
    'c,2024-01-03T00:00:00Z,2024-01-03T00:00:00Z,3,3.5,ü 😀,false' >"$work/change.csv"
  { sed -n 1,2p "$work/small.csv"; sed -n 4p "$work/small.csv"; sed -n 2p "$work/change.csv"; sed -n 4p "$work/change.csv"; } \
    >"$work/merged.csv"
}

register_small() {
  store register people --from "$work/$1.csv" --entity-key user_id --created-column created --ttl-days 3 --tag team=growth \
    --description "it's a try" --mode "$2"
}

register_and_read() { register_small "$1" "$2" && reads people "$work/$3.csv"; }

old_version() {
  local version
  store tables show people || return
  version=$(grep -oE '^version +[0-9]+' "$work/out" | sed -n 2p | tr -dc 0-9)
  answer="$(grep -c '^version ' "$work/out") versions"
  [ -n "$version" ] && reads people "$work/small.csv" --version "$version"
}

# 2,000 rows: 20 hours of 100 keys, the value n is of key n % 100 in hour n / 100, some microseconds after the full hour.
write_large() {
  awk 'BEGIN {
    print "id,event_timestamp,v,w,t,u,x,y"
    for (n = 0; n < 2000; n++)
      printf "%d,2024-01-01T%02d:00:00.%06dZ,%d,%d,t%d,%d,x%d,%d\n", n % 100, n / 100, 2 * n + 1, n, -n, n, n * 1000007, n % 7, n + 1
  }' >"$work/large.csv"
}

# Entity rows: row n asks for key n % 100 half past hour n / 100 % 24; after hour 19 nothing new comes.
write_entities() {
  awk -v count="$1" -v asked="$work/entities.csv" -v expected="$work/expected.csv" 'BEGIN {
    print "row,id,event_timestamp" > asked
    print "row,id,event_timestamp,v,w,t,u,x,y" > expected
    for (n = 0; n < count; n++) {
      hour = int(n / 100) % 24
      m = (hour < 19 ? hour : 19) * 100 + n % 100
      line = sprintf("%d,%d,2024-01-01T%02d:30:00Z", n, n % 100, hour)
      print line > asked
      printf "%s,%d,%d,t%d,%d,x%d,%d\n", line, m, -m, m, m * 1000007, m % 7, m + 1 > expected
    }
  }'
}

large_features=large:v,large:w,large:t,large:u,large:x,large:y

register_large() { store register large --from "$work/large.csv" --entity-key id && reads large "$work/large.csv"; }

historical() {
  write_entities "$1"
  store historical --entities "$work/entities.csv" --features "$large_features" --output "$work/training.csv" \
    && same "$work/expected.csv" "$work/training.csv"
}

historical_into() {
  write_entities 3000
  store historical --entities "$work/entities.csv" --features "$large_features" --into training_rows || return
  local expected
  expected=$(awk -F, 'NR > 1 { rows++; v += $4; u += $7 } END { printf "%d %.0f %.0f", rows, v, u }' "$work/expected.csv")
  answers "SELECT concat_ws(' ', count(*), sum(v), sum(u)) AS c FROM $place.\`training_rows\`" "$expected"
}

too_old() {
  printf '%s\n' user_id,event_timestamp a,2024-01-05T00:00:00.999999Z a,2024-01-05T00:00:01Z >"$work/entities.csv"
  printf '%s\n' user_id,event_timestamp,clicks a,2024-01-05T00:00:00.999999Z,20 a,2024-01-05T00:00:01Z, >"$work/expected.csv"
  store historical --entities "$work/entities.csv" --features people:clicks --output "$work/training.csv" \
    && same "$work/expected.csv" "$work/training.csv"
}

online() {
  store materialize --from 2024-01-01 --to 2024-01-03 --view people || return
  store online --format json --features people:clicks,people:city --keys user_id=a,b,c,z || return
  answer=$(cat "$work/out")
  [ "$answer" = '{"user_id": ["a", "b", "c", "z"], "clicks": [20, null, 3, null], "city": ["new", null, "ü 😀", null]}' ]
}

incremental() { store materialize-incremental --to 2024-02-01 && grep -q '^Materialized people: ' "$work/out"; }

# Two changes at the same time: the one that loses is repeated.
together() {
  local number jobs=()
  for number in 1 2 3 4; do
    printf '%s\n' id,event_timestamp,v "$number,2024-01-01T00:00:00Z,$number" >"$work/together_$number.csv"
  done
  printf '%s\n' id,event_timestamp,v 0,2024-01-01T00:00:00Z,0 >"$work/together_0.csv"
  store register together --from "$work/together_0.csv" --entity-key id || return
  for number in 1 2 3 4; do
    "$featurestore" --backend databricks register together --from "$work/together_$number.csv" --entity-key id \
      >"$work/together_$number.out" 2>&1 &
    jobs+=($!)
  done
  for number in "${jobs[@]}"; do
    wait "$number" || { answer=$(cat "$work"/together_?.out | tail -n 3); return 1; }
  done
  { echo id,event_timestamp,v; for number in 0 1 2 3 4; do tail -n 1 "$work/together_$number.csv"; done; } >"$work/expected.csv"
  reads together "$work/expected.csv"
}

views() {
  store views show people || return
  local wanted
  for wanted in 'ttl           3 days' 'tags          team=growth' "description   it's a try" 'features      clicks (BIGINT)'; do
    grep -qF "$wanted" "$work/out" || { answer="views show has no '$wanted'"; return 1; }
  done
  store views list && grep -q '^large ' "$work/out" && grep -q '^people ' "$work/out"
}

delete_view() {
  store views delete together || return
  if store views show together; then return 1; fi
  answer=$(tail -n 1 "$work/err")
  grep -q "No feature view 'together'" "$work/err"
}

# A table of somebody else with every type, and times to the microsecond: read, joined and looked up.
make_types() {
  accepted "CREATE TABLE $place.\`types\` (\`k\` INT NOT NULL, \`ts\` TIMESTAMP NOT NULL, \`b\` BOOLEAN, \`i8\` TINYINT, \`i16\` SMALLINT,
    \`i32\` INT, \`i64\` BIGINT, \`f32\` FLOAT, \`f64\` DOUBLE, \`s\` STRING, \`bin\` BINARY, \`d\` DATE, \`t\` TIMESTAMP,
    \`n\` TIMESTAMP_NTZ, \`dec\` DECIMAL(38,9), \`a\` ARRAY<BIGINT>, \`at\` ARRAY<TIMESTAMP>, \`ad\` ARRAY<DOUBLE>,
    CONSTRAINT \`types_pk\` PRIMARY KEY (\`k\`, \`ts\` TIMESERIES)) USING DELTA" || return
  local time="timestamp_micros(1700000000123456)" old="timestamp_micros(-62135596799999999)"
  accepted "INSERT INTO $place.\`types\` SELECT 1 AS k, $time AS ts, true AS b, CAST(-128 AS TINYINT) AS i8,
    CAST(-32768 AS SMALLINT) AS i16, -2147483648 AS i32, CAST('-9223372036854775808' AS BIGINT) AS i64, CAST('1.5' AS FLOAT) AS f32,
    CAST('0.1' AS DOUBLE) AS f64, 'it\\'s' AS s, X'00FF' AS bin, DATE'1999-12-31' AS d, $old AS t,
    CAST('2024-02-29 23:59:59.999999' AS TIMESTAMP_NTZ) AS n, CAST('12345678901234567890123456789.123456789' AS DECIMAL(38,9)) AS dec,
    array(1L, CAST(NULL AS BIGINT)) AS a, array($time, $old) AS at, array(CAST('NaN' AS DOUBLE), CAST('0.1' AS DOUBLE)) AS ad" || return
  accepted "INSERT INTO $place.\`types\` SELECT 2 AS k, $time AS ts, CAST(NULL AS BOOLEAN) AS b, CAST(NULL AS TINYINT) AS i8,
    CAST(NULL AS SMALLINT) AS i16, CAST(NULL AS INT) AS i32, CAST(NULL AS BIGINT) AS i64, CAST('-Infinity' AS FLOAT) AS f32,
    CAST('NaN' AS DOUBLE) AS f64, CAST(NULL AS STRING) AS s, CAST(NULL AS BINARY) AS bin, CAST(NULL AS DATE) AS d,
    CAST(NULL AS TIMESTAMP) AS t, CAST(NULL AS TIMESTAMP_NTZ) AS n, CAST(NULL AS DECIMAL(38,9)) AS dec,
    CAST(NULL AS ARRAY<BIGINT>) AS a, CAST(NULL AS ARRAY<TIMESTAMP>) AS at, CAST(NULL AS ARRAY<DOUBLE>) AS ad"
}

types_features=$(printf ',types:%s' b i8 i16 i32 i64 f32 f64 s bin d t n dec a at ad)
types_header=k,ts,b,i8,i16,i32,i64,f32,f64,s,bin,d,t,n,dec,a,at,ad
types_rows=("1,2023-11-14T22:13:20.123456Z,true,-128,-32768,-2147483648,-9223372036854775808,1.5,0.1,it's,0x00ff,1999-12-31,\
0001-01-01T00:00:00.000001Z,2024-02-29T23:59:59.999999,12345678901234567890123456789.123456789,\"[1,null]\",\
\"[\"\"2023-11-14T22:13:20.123456Z\"\",\"\"0001-01-01T00:00:00.000001Z\"\"]\",\"[NaN,0.1]\""
  '2,2023-11-14T22:13:20.123456Z,,,,,,-inf,nan,,,,,,,,,')

types_table() {
  make_types || return
  store tables read types --output "$work/read.csv" || return
  printf '%s\n' $types_header "${types_rows[@]}" >"$work/expected.csv"
  same "$work/expected.csv" "$work/read.csv"
}

# As text, and as Parquet files: the entity rows are repeated until there are more than 100,000 values.
types_training() {
  local copies=$1
  awk -v copies="$copies" -v asked="$work/entities.csv" -v expected="$work/expected.csv" -v header="$types_header" \
    -v first="${types_rows[0]}" -v second="${types_rows[1]}" 'BEGIN {
    print "k,ts" > asked
    print header > expected
    for (n = 0; n < copies; n++) {
      print "1,2023-11-14T22:13:20.123456Z\n2,2023-11-14T22:13:20.123456Z\n2,2023-11-14T22:13:20.123455Z" > asked
      print first "\n" second "\n2,2023-11-14T22:13:20.123455Z,,,,,,,,,,,,,,,," > expected
    }
  }'
  store historical --entities "$work/entities.csv" --timestamp-column ts --features "${types_features#,}" --output "$work/training.csv" \
    && same "$work/expected.csv" "$work/training.csv"
}

verbs() {
  write_small
  write_large
  try needed 'doctor' doctor
  made_schema=1
  try needed 'register makes schema and table; rows as literals' register_and_read small merge small
  try needed 'merge: the row created last stays' register_and_read change merge merged
  try needed 'tables show; an older version is read' old_version
  try needed 'register of 2,000 rows: staged in a volume' register_large
  try needed 'historical of 200 rows: literals, text back' historical 200
  try needed 'historical of 3,000 rows: staged, text back' historical 3000
  try needed 'historical of 20,000 rows: staged, Parquet back' historical 20000
  try needed 'historical into a table' historical_into
  try needed 'a value as old as the ttl is used, an older one is not' too_old
  try needed 'materialize, and online values from the warehouse' online
  try needed 'materialize-incremental' incremental
  try needed 'views list and show: ttl, tags, description' views
  try needed 'four registrations into one table at the same time' together
  try needed 'views delete' delete_view
  try needed 'all types of a foreign table, to the microsecond' types_table
  try needed 'all types in training rows, as text' types_training 1
  try needed 'all types in training rows, as Parquet' types_training 2500
  try needed 'register --mode overwrite' register_and_read small overwrite small
}

# --- What our code takes for granted ---------------------------------------------------------------------------------

# Tables and files for the questions.
prepare_questions() {
  accepted "CREATE TABLE $place.\`q\` (\`k\` STRING NOT NULL COMMENT 'entity key', \`ts\` TIMESTAMP NOT NULL, \`v\` BIGINT,
    CONSTRAINT \`q_pk\` PRIMARY KEY (\`k\`, \`ts\` TIMESERIES)) USING DELTA COMMENT 'it\\'s' TBLPROPERTIES
    ('delta.enableChangeDataFeed' = 'true', 'feature_store.try' = 'yes')"
}

volume_path() { printf '/Volumes/%s/%s/feature_store_staging/try' "$catalog" "$schema"; }

key_in_rest() {
  request GET "/api/2.1/unity-catalog/tables/$catalog.$schema.q"
  answer=$(grep -oE '"timeseries_columns" *: *\[[^]]*\]' <<<"$body")
  [ -n "$answer" ]
}

constraint_by_alter() {
  accepted "CREATE TABLE $place.\`q2\` (\`k\` STRING NOT NULL, \`ts\` TIMESTAMP NOT NULL) USING DELTA" \
    && accepted "ALTER TABLE $place.\`q2\` ADD CONSTRAINT \`q2_pk\` PRIMARY KEY (\`k\`, \`ts\` TIMESERIES)"
}

missing_table() {
  request GET "/api/2.1/unity-catalog/tables/$catalog.$schema.gone"
  answer="HTTP $code, error_code $(field error_code)"
  [ "$code" = 404 ]
}

missing_table_code() { missing_table && [ "$(field error_code)" = TABLE_DOES_NOT_EXIST ]; }

schema_again() {
  request POST /api/2.1/unity-catalog/schemas "{\"name\":\"$schema\",\"catalog_name\":\"$catalog\"}"
  answer="HTTP $code, error_code $(field error_code)"
  case $(field error_code) in *_ALREADY_EXISTS | ALREADY_EXISTS) return 0 ;; esac
  return 1
}

wrong_token() {
  code=$(curl -sS --max-time 60 -H 'Authorization: Bearer wrong' -o "$work/body" -w '%{http_code}' \
    "$host/api/2.0/preview/scim/v2/Me" 2>"$work/err")
  answer="HTTP $code: $(head -c 200 "$work/body" | tr -d '\n')"
  [ "$code" = 401 ] || [ "$code" = 403 ]
}

failure_form() {
  if sql "SELECT gone FROM $place.\`q\`"; then return 1; fi
  answer="HTTP $code: $message"
  [ "$code" = 200 ] || return 1
  case $message in '[UNRESOLVED_COLUMN'*SQLSTATE:*) return 0 ;; esac
  return 1
}

short_wait() {
  request POST /api/2.0/sql/statements "{\"statement\":\"SELECT 1\",\"warehouse_id\":\"$warehouse\",\"wait_timeout\":\"1s\"}"
  answer="HTTP $code: $(field message)"
  [ "$code" = 400 ]
}

parameter() {
  request POST /api/2.0/sql/statements "{\"statement\":\"SELECT :n + 1 AS n\",\"warehouse_id\":\"$warehouse\",\"wait_timeout\":\"50s\",
    \"parameters\":[{\"name\":\"n\",\"value\":\"41\",\"type\":\"BIGINT\"}]}"
  answer=$(grep -oE '"data_array" *: *\[\[[^]]*\]' <<<"$body")
  [ "${answer##*[}" = '"42"]' ]
}

# A result behind a link: it wants the headers that came with it, and must not be given our token.
link() {
  local url name value headers=()
  request POST /api/2.0/sql/statements "{\"statement\":\"SELECT 7 AS a\",\"warehouse_id\":\"$warehouse\",\"wait_timeout\":\"50s\",
    \"disposition\":\"EXTERNAL_LINKS\",\"format\":\"JSON_ARRAY\"}"
  url=$(field external_link | sed 's/\\u0026/\&/g')
  [ -n "$url" ] || { answer="no link: ${body:0:300}"; return 1; }
  while IFS=$'\t' read -r name value; do
    answer="$answer$name "
    headers+=("$name: $value")
  done < <(grep -oE '"http_headers" *: *[{][^}]*' <<<"$body" | sed 's/^"http_headers" *: *{//' \
    | grep -oE '"[^"]*" *: *"[^"]*"' | sed -E 's/^"([^"]*)" *: *"(.*)"$/\1\t\2/')
  printf '%s\n' "${headers[@]}" >"$work/link_headers"
  code=$(curl -sS --max-time 60 -H "@$work/link_headers" -o "$work/body" -w '%{http_code}' "$url" 2>"$work/err")
  local given
  given=$(curl -sS --max-time 60 -H "@$work/link_headers" -H "@$work/authorization" -o /dev/null -w '%{http_code}' "$url" 2>"$work/err")
  answer="HTTP $code, with our token HTTP $given; headers to send: ${answer:-none}"
  [ "$code" = 200 ] && [ "$(tr -d ' \n' <"$work/body")" = '[["7"]]' ]
}

export_to_volume() {
  accepted "INSERT INTO $place.\`q\` SELECT * FROM VALUES ('a', timestamp_micros(1700000000123456), 1L), ('b', timestamp_micros(0), 2L) AS v" \
    || return
  accepted "INSERT OVERWRITE DIRECTORY '$(volume_path)' USING PARQUET SELECT * FROM $place.\`q\`"
}

exported_files() {
  request GET "/api/2.0/fs/directories$(volume_path)"
  answer=$(grep -oE '"name" *: *"[^"]*"' <<<"$body" | sed 's/.*: *//' | tr '\n' ' ')
  [ "$code" = 200 ] && grep -qE '"[^"_.][^"]*\.parquet"' <<<"$answer"
}

exported_times() {
  local name
  name=$(grep -oE '"[^"_.][^"]*\.parquet"' <<<"$(exported_files; printf '%s' "$answer")" | head -n 1 | unquoted)
  [ -n "$name" ] || return 1
  curl -sS --max-time 60 -H "@$work/authorization" -o "$work/export.parquet" "$host/api/2.0/fs/files$(volume_path)/$name"
  if grep -qa 'org.apache.spark' "$work/export.parquet"; then answer="written by Spark"; else answer="not written by Spark"; fi
  if grep -qa 'codec\|snappy' <<<"$name"; then answer="$answer, $name"; fi
  [ "$(head -c 4 "$work/export.parquet")" = PAR1 ]
}

file_again() {
  local path
  path="/api/2.0/fs/files$(volume_path)/new/folder/a.txt"
  request PUT "$path?overwrite=false" one
  local first=$code
  request PUT "$path?overwrite=false" two
  answer="first HTTP $first, then HTTP $code, error_code $(field error_code)"
  [ "$first" = 204 ] && [ "$code" = 409 ]
}

full_directory() {
  request DELETE "/api/2.0/fs/directories$(volume_path)/new"
  answer="HTTP $code, error_code $(field error_code)"
  [ "$code" -ge 400 ]
}

directory_again() {
  request PUT "/api/2.0/fs/directories$(volume_path)/new"
  answer="HTTP $code"
  [ "$code" = 204 ]
}

tags_in_rest() {
  request GET "/api/2.1/unity-catalog/entity-tag-assignments/tables/$catalog.$schema.q/tags"
  answer="HTTP $code: $(field tag_key) = $(field tag_value)"
  [ "$(field tag_key)" = team ]
}

properties_in_rest() {
  request GET "/api/2.1/unity-catalog/tables/$catalog.$schema.q"
  answer=$(field feature_store.try)
  [ "$answer" = yes ]
}

history_types() {
  sql "DESCRIBE HISTORY $place.\`q\`" || { answer=$message; return 1; }
  answer=$(tr '{' '\n' <<<"$body" | grep -E '"name" *: *"(version|timestamp)"' | grep -oE '"(name|type_name)" *: *"[^"]*"' \
    | sed 's/.*: *//' | tr -d '"' | tr '\n' ' ')
  grep -q 'version' <<<"$answer" && grep -q 'timestamp' <<<"$answer" || return 1
  answer="$answer; the cell: $(grep -oE '"[0-9]{4}-[0-9]{2}-[0-9]{2}T[^"]*"' <<<"$body" | head -n 1)"
  grep -q TIMESTAMP <<<"$answer" && grep -q LONG <<<"$answer"
}

forgotten() {
  accepted "CREATE TEMPORARY VIEW $schema AS SELECT 1 AS a" || return 0
  if sql "SELECT a FROM $schema"; then answer="a temporary view outlives its statement"; return 1; fi
  answer='a temporary view is gone in the next statement'
}

repeated_source() {
  if sql "MERGE INTO $place.\`q\` AS t USING (SELECT 'a' AS k, v FROM VALUES (1L), (2L) AS x(v)) AS s ON t.k = s.k
    WHEN MATCHED THEN UPDATE SET t.v = s.v"; then return 1; fi
  answer=$message
  case $message in '[DELTA_MULTIPLE_SOURCE_ROW_MATCHING_TARGET_ROW_IN_MERGE'*) return 0 ;; esac
  return 1
}

null_key() {
  if sql "INSERT INTO $place.\`q\` (k, ts, v) SELECT CAST(NULL AS STRING) AS k, timestamp_micros(0) AS ts, 1L AS v"; then return 1; fi
  answer=$message
  case $message in '[DELTA_NOT_NULL_CONSTRAINT_VIOLATED'*) return 0 ;; esac
  return 1
}

lower_case() {
  accepted "CREATE TABLE $place.\`MixedCase\` (\`Key\` STRING) USING DELTA" || return
  request GET "/api/2.1/unity-catalog/tables/$catalog.$schema.mixedcase"
  answer="table $(field full_name), HTTP $code"
  [ "$code" = 200 ] && grep -q '"Key"' <<<"$body"
}

request_id() {
  sql 'SELECT 1'
  answer=$(tr -d '\r' <"$work/headers" | grep -iE '^(x-request-id|x-databricks-org-id):' | sed 's/: .*//' | tr '\n' ' ')
  grep -qi 'x-request-id' <<<"$answer"
}

questions() {
  try needed 'CREATE TABLE takes PRIMARY KEY (…, ts TIMESERIES) and delta.enableChangeDataFeed' prepare_questions
  try needed 'the time column of the key stands in timeseries_columns' key_in_rest
  try known 'ALTER TABLE … ADD CONSTRAINT … TIMESERIES' constraint_by_alter
  try needed 'table properties are in the REST answer' properties_in_rest
  try needed 'a missing table is HTTP 404' missing_table
  try known 'its error_code is TABLE_DOES_NOT_EXIST' missing_table_code
  try known 'a schema that exists is reported as …ALREADY_EXISTS' schema_again
  try known 'a wrong token is 401 or 403' wrong_token
  try needed 'the session is in UTC' answers 'SELECT current_timezone()' UTC
  try known 'TIMESTAMP cells have milliseconds and Z' answers 'SELECT timestamp_micros(1700000000123456) AS a' 2023-11-14T22:13:20.123Z
  try known 'DOUBLE cells are as Java prints them' answers 'SELECT 1.0E20D AS a' 1.0E20
  try known 'BINARY cells are base64' answers "SELECT X'00FF' AS a" AP8=
  try needed 'to_json of a list with NaN' answers "SELECT to_json(array(CAST(CAST('NaN' AS DOUBLE) AS STRING), NULL)) AS a" '["NaN",null]'
  try needed 'CAST(… AS STRING) of a time without zone has all digits' \
    answers "SELECT CAST(CAST('2024-02-29 23:59:59.999999' AS TIMESTAMP_NTZ) AS STRING) AS a" '2024-02-29 23:59:59.999999'
  try needed 'a backslash escapes a quote in a text' answers "SELECT 'it\\'s' AS a" "it's"
  # shellcheck disable=SC2016 # the server's variable, not the shell's
  try needed 'a text with a broken-up ${…} is left as it is' answers 'SELECT concat('\''$\{x}'\'', '\'''\'') AS a' '${x}'
  # shellcheck disable=SC2016
  try known 'so is one that is not broken up' answers 'SELECT concat('\''${x}'\'', '\''!'\'') AS a' '${x}!'
  try needed ':name parameters' parameter
  try known 'wait_timeout below 5 s is refused' short_wait
  try needed 'a failed statement is HTTP 200 with [CONDITION] … SQLSTATE' failure_form
  try needed 'results behind links' link
  try known 'answers have an x-request-id' request_id
  try known 'no temporary view outlives its statement' forgotten
  try needed "INSERT OVERWRITE DIRECTORY into a volume" export_to_volume
  try needed 'it leaves .parquet files beside files that begin with _' exported_files
  try known 'what wrote them' exported_times
  try needed "parquet.\`/Volumes/…\` reads a folder" answers "SELECT count(*) AS n FROM parquet.\`$(volume_path)\`" 2
  try known 'a second upload without overwrite is 409; folders are made' file_again
  try known 'a folder that is not empty cannot be deleted' full_directory
  try known 'making a folder twice is no error' directory_again
  try needed 'ALTER TABLE … SET TAGS' accepted "ALTER TABLE $place.\`q\` SET TAGS ('team' = 'growth')"
  try needed 'tags in the REST answer' tags_in_rest
  try needed 'ALTER TABLE … UNSET TAGS' accepted "ALTER TABLE $place.\`q\` UNSET TAGS ('team')"
  try needed 'ALTER TABLE … SET TBLPROPERTIES' accepted "ALTER TABLE $place.\`q\` SET TBLPROPERTIES ('feature_store.other' = 'it\\'s')"
  try needed 'ALTER TABLE … UNSET TBLPROPERTIES IF EXISTS' \
    accepted "ALTER TABLE $place.\`q\` UNSET TBLPROPERTIES IF EXISTS ('feature_store.other', 'feature_store.gone')"
  try needed 'COMMENT ON TABLE' accepted "COMMENT ON TABLE $place.\`q\` IS 'another'"
  try needed 'ALTER TABLE … ADD COLUMNS' accepted "ALTER TABLE $place.\`q\` ADD COLUMNS (\`w\` ARRAY<DOUBLE> COMMENT 'new')"
  try needed 'VERSION AS OF' answers "SELECT count(*) AS n FROM $place.\`q\` VERSION AS OF 0" 0
  try needed 'DESCRIBE HISTORY has version and timestamp, as LONG and TIMESTAMP' history_types
  try known 'MERGE refuses a source with two rows for one' repeated_source
  try known 'a null key is refused' null_key
  try needed 'names of tables are kept in lower case, those of columns are not' lower_case
}

# --- What costs money ------------------------------------------------------------------------------------------------

online_name() { printf 'try-%s' "$$"; }

serve() {
  local name
  name=$(online_name)
  store serving create-store "$name" || return
  DATABRICKS_ONLINE_STORE=$name store materialize --from 2024-01-01 --to 2024-02-01 --view people || return
  store serving create-endpoint "$name" --features people:clicks,people:city || return
  local attempt
  for attempt in 1 2 3 4 5 6; do
    DATABRICKS_SERVING_ENDPOINT=$name store online --format json --features people:clicks --keys user_id=a,b,z || return
    answer=$(cat "$work/out")
    [ "$answer" = '{"user_id": ["a", "b", "z"], "clicks": [2, null, null]}' ] && return
    sleep $((attempt * 5))
  done
  return 1
}

remove_online() {
  local name path
  name=$(online_name)
  for path in "serving-endpoints/$name" "feature-store/online-tables/$catalog.$schema.people_online" "feature-store/online-stores/$name"; do
    request DELETE "/api/2.0/$path"
    case $code in 2?? | 404) ;; *) printf '%s could not be removed (HTTP %s); remove it by hand.\n' "$path" "$code" ;; esac
  done
}

# --- All of it -------------------------------------------------------------------------------------------------------

trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
sign_in
verbs
questions
if [ "${REAL_WORKSPACE_ONLINE:-}" = 1 ]; then
  try needed 'an online store and a serving endpoint' serve
else
  printf 'left out: an online store and a serving endpoint; they cost money, REAL_WORKSPACE_ONLINE=1 makes them\n'
fi
printf '%d held, %d did not hold (%d of them needed)\n' "$held" "$missed" "$needed_missed"
[ "$needed_missed" -eq 0 ]
