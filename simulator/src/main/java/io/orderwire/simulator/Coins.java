package io.orderwire.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** All traded coins, from BTC with 38 % of the lines to a long tail, with names in each form that the node uses. */
final class Coins {
    /** BTC's share of one real capture of all coins. */
    static final double BTC_SHARE = 0.38;

    /** Name, price and smallest size as the node writes them; their digits define the scales. Busiest first. */
    private static final String[] KNOWN = {
        "BTC 81307 0.00001", "ETH 2376.4 0.0001", "HYPE 41.235 0.01", "SOL 84.273 0.01", "XRP 1.3921 1",
        "xyz:XYZ100 27431 0.0001", "ZEC 356.42 0.01", "kPEPE 0.0041234 1", "BNB 622.15 0.001", "DOGE 0.11034 1",
        "@107 41.228 0.01", "SUI 0.95124 0.1", "FARTCOIN 0.20713 0.1", "AAVE 92.417 0.01", "LINK 9.3128 0.1",
        "PUMP 0.0018231 1", "xyz:SILVER 74.119 0.01", "ENA 0.10342 1", "LTC 55.127 0.01", "AVAX 9.2416 0.01",
        "xyz:TSLA 392.64 0.001", "ADA 0.24615 1", "NEAR 1.3574 0.1", "kBONK 0.0061523 1", "WLD 0.27381 0.1",
        "PAXG 4612.3 0.001", "xyz:GOLD 4608.7 0.0001", "TAO 253.61 0.001", "PURR/USDC 0.14321 1", "CRV 0.23817 0.1",
        "@142 81294 0.00001", "BCH 443.91 0.001", "UNI 3.2174 0.1", "xyz:NVDA 207.83 0.001", "VIRTUAL 0.67215 0.1",
        "#1890 0.45120 1", "ARB 0.11273 0.1", "TRUMP 2.4183 0.1", "LDO 0.36218 0.1", "WIF 0.19453 1",
        "ONDO 0.25881 1", "@151 2375.8 0.0001", "INJ 3.1482 0.1", "flx:OIL 96.325 0.01", "kSHIB 0.0060924 1",
        "XPL 0.10291 1", "JUP 0.17346 1", "TIA 0.36129 0.1", "DOT 1.2437 0.1", "ASTER 0.67122 1",
        "xyz:INTC 94.518 0.01", "OP 0.12058 0.1", "APT 0.93147 0.01", "SEI 0.055183 1", "#1891 0.54870 1",
        "POPCAT 0.054127 1", "WCT 0.14276 1", "MON 0.031284 1", "@166 0.99971 0.01", "GALA 0.0034125 1",
    };

    /** Number of invented coins after the known ones: spot pairs by index, outcomes, perpetuals of other deployers. */
    private static final int TAIL = 340;

    private final List<Coin> coins = new ArrayList<>(KNOWN.length + TAIL);
    private final double[] shares = new double[KNOWN.length + TAIL];

    Coins(SplittableRandom random) {
        for (String line : KNOWN) {
            String[] words = line.split(" ", -1);
            int priceScale = fractionDigits(words[1]);
            coins.add(new Coin(words[0], unscaled(words[1]), priceScale, fractionDigits(words[2])));
        }
        for (int i = 0; i < TAIL; i++) {
            coins.add(tailCoin(i, random));
        }
        double sum = 0;
        for (int rank = 1; rank < shares.length; rank++) {
            shares[rank] = Math.pow(rank, -1.1);
            sum += shares[rank];
        }
        for (int rank = 1; rank < shares.length; rank++) {
            shares[rank] *= (1 - BTC_SHARE) / sum;
        }
        shares[0] = BTC_SHARE;
    }

    int count() {
        return coins.size();
    }

    Coin get(int rank) {
        return coins.get(rank);
    }

    /** The share of this coin in all lines. */
    double share(int rank) {
        return shares[rank];
    }

    private static Coin tailCoin(int index, SplittableRandom random) {
        String name =
                switch (index % 4) {
                    case 0 -> "@" + (170 + index);
                    case 1 -> "#" + (1_900 + index * 5);
                    case 2 -> "vntl:" + letters(index, random);
                    default -> letters(index, random);
                };
        boolean outcome = name.startsWith("#");
        int priceScale = outcome ? 5 : 1 + random.nextInt(6);
        return new Coin(name, 10_500 + random.nextInt(outcome ? 79_000 : 88_000), priceScale, priceScale > 3 ? 0 : 1);
    }

    private static String letters(int index, SplittableRandom random) {
        StringBuilder name = new StringBuilder();
        for (int i = 2 + random.nextInt(3); i > 0; i--) {
            name.append((char) ('A' + random.nextInt(26)));
        }
        return name.append((char) ('A' + index / 4 % 26))
                .append((char) ('A' + index / 104))
                .toString();
    }

    private static int fractionDigits(String decimal) {
        int point = decimal.indexOf('.');
        return point < 0 ? 0 : decimal.length() - point - 1;
    }

    private static long unscaled(String decimal) {
        return Long.parseLong(decimal.replace(".", ""));
    }
}
