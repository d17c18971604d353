# One image for every process: the command is its argument. Build the jars first: mvn -DskipTests package
#
# Layers, from the one that changes least: libraries, their class archive, the launcher, then each of our own jars. All
# files have the same time, so that a layer whose files did not change keeps its digest.
FROM eclipse-temurin:25-jre AS base

FROM base AS files
COPY orderwire image/healthcheck image/files /build/
COPY standalone/target/lib /build/lib
COPY standalone/target/orderwire.jar /build/orderwire.jar
RUN bash /build/files /build /files

# Runs the pipeline under load and lists the classes of Java and of the libraries that it loads. The next build with the
# same libraries and Java takes the list from the cache, because two runs never load exactly the same classes.
FROM base AS train
COPY --from=files /files/libraries /files/launcher /files/modules /
COPY image/train /build/train
RUN --mount=type=cache,id=orderwire-classes,target=/var/cache/orderwire,sharing=locked \
    bash /build/train /var/cache/orderwire /classes

# Sees none of our code, and so comes from BuildKit's cache until the libraries or the list change.
FROM base AS archive
COPY --from=files /files/libraries /
COPY --from=train /classes /classes
COPY image/archive /build/archive
RUN bash /build/archive /classes /archive

FROM base
COPY --from=files /files/libraries /
COPY --from=archive /archive /
COPY --from=files /files/launcher /
COPY --from=files /files/contract /
COPY --from=files /files/client /
COPY --from=files /files/broker /
COPY --from=files /files/simulator /
COPY --from=files /files/runtime /
COPY --from=files /files/parser-streams /
COPY --from=files /files/ingestor /
COPY --from=files /files/websocket /
COPY --from=files /files/gateway /
COPY --from=files /files/standalone /
# No user has this uid, and any other works as well. XDG_STATE_HOME: the default state folder is /var/lib/orderwire.
ENV HOME=/tmp XDG_STATE_HOME=/var/lib
USER 10001:0
WORKDIR /var/lib/orderwire
HEALTHCHECK --interval=5s --timeout=5s --start-period=60s --retries=3 CMD ["/opt/orderwire/healthcheck"]
ENTRYPOINT ["/opt/orderwire/orderwire"]
