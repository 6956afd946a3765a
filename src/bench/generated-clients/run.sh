#!/usr/bin/env bash
# Makes clients for Python and Java of /openapi.json by openapi-generator, and lets each do a journey against the service of the jar.
# Needs the built jar (./mvnw -q -DskipTests package), a Python with pydantic 2, urllib3 2 and dateutil (PYTHON names it), and Maven.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
project=$(cd "$here/../../.." && pwd)
python=${PYTHON:-python3}
mvn=${MVN:-$project/mvnw}
version=7.14.0
work=$(mktemp -d)
service=
trap '[ -z "$service" ] || kill "$service"; rm -rf "$work"' EXIT

"$mvn" -q -f "$project/pom.xml" dependency:copy -Dartifact=org.openapitools:openapi-generator-cli:$version -DoutputDirectory="$work"
generator="$work/openapi-generator-cli-$version.jar"

java -jar "$project/target/emergence-law.jar" serve --port 0 --database "$work/studies.db" > "$work/serve.txt" &
service=$!
until grep -q ' at http' "$work/serve.txt"; do sleep 1; kill -0 "$service"; done
url=$(sed -n 's/.* at \(http.*\)/\1/p' "$work/serve.txt")
curl -fsS "$url/openapi.json" -o "$work/openapi.json"
java -jar "$generator" validate -i "$work/openapi.json"

generate() {
  java -jar "$generator" generate -i "$work/openapi.json" -o "$work/$1" -g "${@:2}" > "$work/$1.log" 2>&1 ||
    { cat "$work/$1.log"; exit 1; }
}

generate python python --additional-properties=packageName=generated_client
PYTHONPATH="$work/python" "$python" "$here/journey.py" "$url"

# p is also a variable of what the generator writes
generate java java --library native --parameter-name-mappings p=probability \
  --additional-properties=invokerPackage=client,apiPackage=client.api,modelPackage=client.model,openApiNullable=false \
  --global-property=apiTests=false,modelTests=false,apiDocs=false,modelDocs=false,skipFormModel=false
(cd "$work/java" && "$mvn" -q -Dmaven.test.skip=true -Dmaven.javadoc.skip=true -Dmaven.source.skip=true package)
classpath="$work/java/target/classes:$work/java/target/lib/*"
javac -cp "$classpath" -d "$work/journey" "$here/Journey.java"
java -cp "$classpath:$work/journey" Journey "$url"
