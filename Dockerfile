# The steps below are also run outside of Docker, by .ci/image-steps: keep to plain COPY, RUN and an exec-form ENTRYPOINT.

FROM maven:3-eclipse-temurin-17 AS build
WORKDIR /src
COPY pom.xml pom.xml
COPY .mvn .mvn
COPY src src
RUN mvn -B -q package -DskipTests

# The very Java of the last stage: a cache fits no other.
FROM eclipse-temurin:25-jre AS cache
COPY image /app
COPY --from=build /src/target/websocket-exporter.jar /app/websocket-exporter.jar
RUN bash /app/make-cache /app && rm /app/make-cache

FROM eclipse-temurin:25-jre
LABEL org.opencontainers.image.title="websocket_exporter" \
      org.opencontainers.image.description="A Prometheus exporter that probes WebSocket servers from the outside" \
      org.opencontainers.image.licenses="Apache-2.0"
# Together: the cache knows the time of the jar.
COPY --from=cache /app /app
USER 65532:65532
EXPOSE 10115
ENTRYPOINT ["/app/websocket-exporter"]
