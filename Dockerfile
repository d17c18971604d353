# One image for every process: the command is its argument. Build the jar first: mvn -DskipTests package
FROM eclipse-temurin:17-jre

RUN useradd --system --uid 10001 --home-dir /var/lib/orderwire --create-home orderwire \
    && mkdir /data && chown orderwire /data
COPY orderwire /opt/orderwire/orderwire
COPY standalone/target/lib /opt/orderwire/standalone/target/lib
COPY standalone/target/orderwire.jar /opt/orderwire/standalone/target/orderwire.jar
RUN /opt/orderwire/orderwire prepare
USER orderwire
WORKDIR /var/lib/orderwire
ENTRYPOINT ["/opt/orderwire/orderwire"]
